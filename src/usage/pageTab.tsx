import { type IThemeManager, MainAreaWidget } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { launchIcon, refreshIcon } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { PanelLayout, Widget } from '@lumino/widgets';
import * as React from 'react';
import '../../style/usagePage.css';
import { asError } from '../api/errors';
import type { IApiClient } from '../api/tokens';
import { IconButton } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { ReactPanel } from '../ui/ReactPanel';
import type { OpenUsageArgs } from './commands';
import { usageIcon } from './icons';
import type { IPlace } from './library';
import { pageAddress } from './pageAddress';
import { framed } from './pageFrame';
import type { UsageView } from './tokens';
import { argsOf } from './view';

/** Milliseconds after which a page that was hidden is opened anew: the server lets it go after an hour. */
const OLD = 50 * 60_000;

export interface IPageOptions {
  readonly client: IApiClient;
  readonly place: IPlace;
  /** Base URL of the Jupyter server. */
  readonly baseUrl: string;
  readonly themes: IThemeManager | null;
  readonly trans: TranslationBundle;
}

/** The page of a dashboard in Grafana, in a frame of an origin of its own, which sees nothing of Lab. */
export class PageTab extends MainAreaWidget {
  constructor(
    private _view: UsageView,
    private readonly _options: IPageOptions
  ) {
    const content = new Widget();
    content.layout = new PanelLayout();
    super({ content });
    const { trans, themes } = _options;
    content.addClass('jp-UsagePage');
    this.title.label = trans.__('Grafana');
    this.title.icon = usageIcon;
    this.title.closable = true;
    this.toolbar.addItem('state', this._bar());
    themes?.themeChanged.connect(this._onTheme, this);
  }

  /** What opens the tab again; never how the server was reached. */
  get args(): OpenUsageArgs {
    return { ...argsOf(this._view, false), isPage: true };
  }

  /** Show another time or other values of variables; whether they are others. */
  follow(view: UsageView): boolean {
    const isOther = this._address(view) !== this._address(this._view);
    this._view = view;
    if (isOther) {
      this._draw();
    }
    return isOther;
  }

  /** Where Grafana itself shows it, and what it is called. */
  say(title: string, link: string): void {
    this.title.label = title;
    this.title.caption = this._options.trans.__('%1, in Grafana', title);
    this._link = link;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._options.themes?.themeChanged.disconnect(this._onTheme, this);
      this._letGo();
      super.dispose();
    }
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._begin();
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    // A frame that is moved in the document begins anew.
    this._draw();
    if (this.isVisible) {
      this._begin();
    }
  }

  private _bar(): Widget {
    const { trans } = this._options;
    return new ReactPanel(
      'jp-UsagePage-bar',
      <>
        <IconButton
          icon={refreshIcon}
          label={trans.__('Load the page again')}
          onClick={() => this._again()}
        />
        <IconButton
          icon={launchIcon}
          label={trans.__('Open in Grafana')}
          onClick={() =>
            this._link && window.open(this._link, '_blank', 'noopener')
          }
        />
      </>
    );
  }

  /** Open the page where there is none, or where the one there is may have been let go. */
  private _begin(): void {
    const isOld = Date.now() - this._openedAt > OLD;
    if (isOld && !this._isOpening) {
      this._again();
    }
  }

  private _again(): void {
    this._letGo();
    this._openedAt = Date.now();
    void this._open();
  }

  private async _open(): Promise<void> {
    const { client, place, trans } = this._options;
    this._isOpening = true;
    this._put(said(trans.__('Grafana’s page is loaded…')));
    try {
      const opened = await client.call('openGrafanaPage', {
        body: { source: place.source, uid: place.uid }
      });
      if (this.isDisposed) {
        void client.call('closeGrafanaPage', { path: { pageId: opened.id } });
        return;
      }
      this._page = opened;
      // What a frame is refused it shows as it is; what is refused here is said in words.
      await client.fetch(`/${opened.path}${this._address(this._view)}`);
      this._draw();
    } catch (thrown) {
      this._tell(asError(thrown));
    } finally {
      this._isOpening = false;
    }
  }

  /** A new frame each time: to lead one elsewhere would be a step of the browser's history. */
  private _draw(): void {
    if (this._page && !this.isDisposed) {
      const { baseUrl, trans } = this._options;
      const below = `${URLExt.join(baseUrl, 'pangeo')}/${this._page.path}`;
      const { href } = new URL(below, window.location.href);
      const title = trans.__('Grafana’s page');
      this._put(framed(href, this._address(this._view), title));
    }
  }

  /** Show what is wrong in place of the page. */
  private _tell(error: Error): void {
    const { trans } = this._options;
    const retry = () => this._again();
    const failure = <Failure error={error} trans={trans} retry={retry} />;
    this._put(new ReactPanel('jp-UsagePage-failure', failure));
  }

  private _put(widget: Widget): void {
    const layout = this.content.layout as PanelLayout;
    [...layout.widgets].forEach(old => old.dispose());
    layout.addWidget(widget);
  }

  private _address(view: UsageView): string {
    const { place, themes } = this._options;
    const isLight = !themes?.theme || themes.isLight(themes.theme);
    return pageAddress(place.uid, view, isLight);
  }

  private _letGo(): void {
    const page = this._page;
    this._page = null;
    if (page) {
      // Where the server is away the page is, too.
      this._options.client
        .call('closeGrafanaPage', { path: { pageId: page.id } })
        .catch(() => undefined);
    }
  }

  private readonly _onTheme = (): void => this._draw();

  private _isOpening = false;
  private _link = '';
  private _openedAt = 0;
  private _page: { readonly id: string; readonly path: string } | null = null;
}

function said(text: string): Widget {
  return new ReactPanel('jp-UsagePage-said', <p role="status">{text}</p>);
}
