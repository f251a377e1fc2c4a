/** What notebooks and text files hold, and how a person drags something into them. */
import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures';

/** A cell as its file would hold it. */
export interface ICell {
  readonly cell_type: string;
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly execution_count?: number | null;
  readonly outputs?: readonly unknown[];
}

/** Run one of Lab's commands; answers once it was taken up, not when what it began is done. */
export async function execute(
  page: Page,
  id: string,
  args: object = {}
): Promise<void> {
  await page.evaluate(
    ([id, args]) => {
      const { jupyterapp } = window as unknown as {
        jupyterapp: {
          commands: { execute(id: string, args: object): Promise<unknown> };
        };
      };
      void jupyterapp.commands.execute(id, args);
    },
    [id, args] as const
  );
}

/** The shared model of an open document, by the end of its path; without one, of the tab in front. */
async function shared<T>(page: Page, name: string): Promise<T | undefined> {
  return page.evaluate(name => {
    interface IWidget {
      readonly context?: { readonly path: string };
      readonly content?: {
        readonly model?: { readonly sharedModel: object };
      };
    }
    const { jupyterapp } = window as unknown as {
      jupyterapp: {
        shell: {
          currentWidget: IWidget | null;
          widgets(area: string): Iterable<IWidget>;
        };
      };
    };
    const { shell } = jupyterapp;
    const widget = name
      ? [...shell.widgets('main')].find(({ context }) =>
          context?.path.endsWith(name)
        )
      : shell.currentWidget;
    const model = widget?.content?.model?.sharedModel as
      { toJSON?(): unknown; getSource?(): string } | undefined;
    return (model?.getSource?.() ?? model?.toJSON?.()) as T | undefined;
  }, name);
}

/** The cells of the notebook in front, or of the open notebook whose path ends so; none where there is none. */
export async function cells(page: Page, name = ''): Promise<readonly ICell[]> {
  return (await shared<{ cells?: ICell[] }>(page, name))?.cells ?? [];
}

/** The sources of these cells. */
export async function sources(page: Page, name = ''): Promise<string[]> {
  return (await cells(page, name)).map(({ source }) => source);
}

/** The text of an open file. */
export async function textOf(
  page: Page,
  name: string
): Promise<string | undefined> {
  return shared<string>(page, name);
}

/** The file of a notebook with these code cells. */
export function notebookOf(
  ...own: readonly { source: string; metadata?: object }[]
): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: {
        name: 'python3',
        display_name: 'Python 3 (ipykernel)',
        language: 'python'
      },
      language_info: { name: 'python' }
    },
    cells: own.map(({ source, metadata = {} }, index) => ({
      id: `cell-${index}`,
      cell_type: 'code',
      source,
      metadata,
      outputs: [],
      execution_count: null
    }))
  });
}

/** Drag with the mouse, as Lab's drags want it: pressed, moved, seen to hang on the pointer, moved on, let go. */
export async function drag(
  page: Page,
  what: Locator,
  where: Locator,
  at: { readonly x: number; readonly y: number }
): Promise<void> {
  const from = await centre(what);
  const to = await where.boundingBox();
  if (!to) {
    throw new Error('there is nothing to drop on');
  }
  const { mouse } = page;
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(from.x + 12, from.y + 4, { steps: 3 });
  await expect(page.locator('.lm-mod-drag-image')).toBeVisible();
  await mouse.move(to.x + at.x, to.y + at.y, { steps: 8 });
  await expect(page.locator('.jp-mod-dropTarget')).toHaveCount(1);
  await mouse.up();
  await expect(page.locator('.lm-mod-drag-image')).toHaveCount(0);
}

async function centre(what: Locator): Promise<{ x: number; y: number }> {
  const box = await what.boundingBox();
  if (!box) {
    throw new Error('there is nothing to drag');
  }
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
