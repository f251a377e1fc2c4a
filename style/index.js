import './base.css';
import './catalog.css';
import './clusters.css';
