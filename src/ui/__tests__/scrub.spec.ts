import { scrubbed, webAddress } from '../scrub';

/** HTML that is left of some HTML. */
function left(html: string): string {
  const host = document.createElement('div');
  host.append(
    scrubbed(new DOMParser().parseFromString(html, 'text/html').body)
  );
  return host.innerHTML;
}

describe('scrubbed', () => {
  it('keeps what a description is made of', () => {
    expect(left('<p>a <em>b</em> <code>c</code></p><ul><li>d</li></ul>')).toBe(
      '<p class="jp-PangeoMarkdown-block">a <em>b</em> <code>c</code></p>' +
        '<ul class="jp-PangeoMarkdown-block"><li>d</li></ul>'
    );
  });

  it.each([
    '<p data-commandlinker-command="kernelmenu:run" data-commandlinker-args="{}">x</p>',
    '<p id="jupyter-config-data">x</p>',
    '<p name="body">x</p>',
    '<p form="f">x</p>',
    '<p style="position:fixed">x</p>',
    '<p class="jp-Dialog">x</p>',
    '<p onclick="alert(1)">x</p>',
    '<p><button form="f" formaction="/x">x</button></p>',
    '<p><object data="/x">x</object>x</p>',
    '<p><svg><script>alert(1)</script></svg>x</p>',
    '<p><style>*{display:none}</style>x</p>',
    '<p><iframe src="/lab"></iframe>x</p>',
    '<p><math><mi xlink:href="javascript:alert(1)">y</mi></math>x</p>',
    '<p><!-- comment -->x</p>'
  ])('leaves only the text of %s', html => {
    expect(left(html)).toBe('<p class="jp-PangeoMarkdown-block">x</p>');
  });

  it('opens links to the web apart, without telling where they were', () => {
    expect(left('<a href="https://h/x" target="_top">y</a>')).toBe(
      '<a class="jp-PangeoMarkdown-link" href="https://h/x" target="_blank" rel="noopener noreferrer">y</a>'
    );
  });

  it.each([
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '/lab/tree/x',
    '//h/x',
    '#main',
    'https:h',
    ''
  ])('makes no link to %s', href => {
    expect(webAddress(href)).toBe(null);
    const link = document.createElement('a');
    link.setAttribute('href', href);
    link.textContent = 'y';
    expect(left(link.outerHTML)).toBe('<span>y</span>');
  });

  it('puts words and a link for a picture, which would tell who reads', () => {
    expect(left('<img src="https://h/x.png" alt="A map">')).toBe(
      '<a class="jp-PangeoMarkdown-link" href="https://h/x.png" target="_blank" rel="noopener noreferrer">A map</a>'
    );
    expect(left('<img src="data:image/png;base64,x" alt="A map">')).toBe(
      'A map'
    );
  });
});
