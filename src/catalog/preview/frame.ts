/** The library's HTML may have styles and pictures of its own, and nothing that runs or is fetched. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'";

/** Colours that xarray's HTML goes by, from Lab's theme. */
const COLOURS = [
  '--jp-content-font-color0',
  '--jp-content-font-color2',
  '--jp-content-font-color3',
  '--jp-border-color1',
  '--jp-border-color2',
  '--jp-layout-color0',
  '--jp-layout-color1',
  '--jp-layout-color2',
  '--jp-layout-color3',
  '--jp-layout-color4'
] as const;

/** A document for a frame without scripts and without an origin. */
export function frameDocument(
  html: string,
  theme: CSSStyleDeclaration
): string {
  const colours = COLOURS.map(
    name => `${name}: ${harmless(theme.getPropertyValue(name))};`
  ).join(' ');
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><style>:root { ${colours} } body { margin: 8px; background: var(--jp-layout-color0); color: var(--jp-content-font-color0); font: 13px sans-serif; }</style></head><body>${html}</body></html>`;
}

/** A colour of a theme can neither end the rule nor the element. */
function harmless(value: string): string {
  return value.replace(/[^\w#(),.%\s-]/g, '');
}
