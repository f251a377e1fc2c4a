import { nullTranslator } from '@jupyterlab/translation';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import { settle } from '../../../testing/promises';
import { ReactPanel } from '../../../ui/ReactPanel';
import { ALL } from '../../dashboard/read';
import type { IVariableState, Variable } from '../../tokens';
import VariablePicker from '../VariablePicker';
import type { IVariableProps } from '../VariablesBar';

const VARIABLE: Variable = {
  name: 'host',
  type: 'query',
  label: 'Host',
  hide: 'none',
  query: '',
  datasource: null,
  regex: '',
  sort: 0,
  isMulti: true,
  hasAll: true,
  allValue: '',
  options: [],
  current: [],
  dependsOn: []
};

describe('the list of a variable with thousands of options', () => {
  let panel: ReactPanel;
  const onChange = jest.fn();
  const onClose = jest.fn();

  async function act(work: () => void): Promise<void> {
    work();
    MessageLoop.flush();
    await settle();
  }

  function show(change: Partial<IVariableState> = {}): Promise<void> {
    const options = Array.from({ length: 5000 }, (_, index) => ({
      text: `host-${index}`,
      value: `host-${index}`
    }));
    const state = {
      ...{ variable: VARIABLE, options, chosen: [ALL] },
      ...{ isLoading: false, problem: null },
      ...change
    };
    const trans = nullTranslator.load('');
    const props = { state, trans, onChange, onClose, name: 'Host' };
    panel = new ReactPanel(
      'jp-Test',
      <VariablePicker
        {...(props as unknown as IVariableProps)}
        name="Host"
        onClose={onClose}
      />
    );
    return act(() => Widget.attach(panel, document.body));
  }

  function options(): HTMLElement[] {
    return [...panel.node.querySelectorAll<HTMLElement>('[role="option"]')];
  }

  function search(): HTMLInputElement {
    return panel.node.querySelector('input') as HTMLInputElement;
  }

  function type(text: string): Promise<void> {
    const { set } = Object.getOwnPropertyDescriptor(
      HTMLInputElement.prototype,
      'value'
    ) as PropertyDescriptor;
    return act(() => {
      set?.call(search(), text);
      search().dispatchEvent(new Event('input', { bubbles: true }));
    });
  }

  function press(key: string): Promise<void> {
    return act(() => {
      search().dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
      );
    });
  }

  beforeEach(() => jest.clearAllMocks());

  afterEach(() => panel.dispose());

  it('draws some of them and finds the others by what is typed', async () => {
    await show();
    expect(options()).toHaveLength(200);
    expect(panel.node.querySelector('[role="status"]')?.textContent).toBe(
      '4801 more: type to find them'
    );
    await type('HOST-4999');
    expect(options().map(({ textContent }) => textContent)).toEqual([
      'host-4999'
    ]);
    await type('nowhere');
    expect(options()).toEqual([]);
    expect(panel.node.textContent).toContain('Nothing fits');
    await press('Enter');
    expect(onChange).not.toHaveBeenCalled();
  });

  it('is walked also where scrolling answers a promise, as in newer browsers', async () => {
    Element.prototype.scrollIntoView = () => Promise.resolve() as never;
    await show();
    await press('ArrowDown');
    await press('ArrowDown');
    expect(options()).toHaveLength(200);
    delete (Element.prototype as Partial<Element>).scrollIntoView;
  });

  it('is walked by the keyboard; what is taken goes in place of All', async () => {
    await show();
    await press('ArrowDown');
    await press('ArrowDown');
    await press('ArrowUp');
    expect(search().getAttribute('aria-activedescendant')).toBe(
      options()[1].id
    );
    await press('Enter');
    expect(onChange).toHaveBeenCalledWith(['host-0']);
    expect(onClose).not.toHaveBeenCalled();
    await press('Escape');
    expect(onClose).toHaveBeenCalled();
  });

  it('takes several, each on and off', async () => {
    await show({ chosen: ['host-0', 'host-1'] });
    await act(() => options()[3].click());
    expect(onChange).toHaveBeenLastCalledWith(['host-0', 'host-1', 'host-2']);
    await act(() => options()[1].click());
    expect(onChange).toHaveBeenLastCalledWith(['host-1']);
    await act(() => options()[0].click());
    expect(onChange).toHaveBeenLastCalledWith([ALL]);
  });

  it('of a single value closes with the choice', async () => {
    await show({ variable: { ...VARIABLE, isMulti: false }, chosen: [ALL] });
    await act(() => options()[2].click());
    expect(onChange).toHaveBeenCalledWith(['host-1']);
    expect(onClose).toHaveBeenCalled();
  });
});
