import './base.css';
import './clusters.css';
