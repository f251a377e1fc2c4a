import { recipeOf } from '../../../testing/catalogs';
import { loadCode, styleOffers } from '..';

function recipe(format: string, url: string): ReturnType<typeof recipeOf> {
  return recipeOf({
    reader: 'csw',
    format,
    urls: [url],
    isLocal: false,
    isLiteral: true,
    arguments: {}
  });
}

function code(format: string, url: string): ReturnType<typeof loadCode> {
  return loadCode({
    recipe: recipe(format, url),
    userParameters: [],
    parameters: {},
    style: 'xarray',
    variable: 'maps'
  });
}

describe('load code of OGC services', () => {
  it('opens the service without what a request says', () => {
    const { text, packages } = code(
      'wms',
      'https://h/ows?map=a&SERVICE=WMS&request=GetCapabilities&Version=1.1.1'
    );
    expect(text).toContain('from owslib.wms import WebMapService\n');
    expect(text).toContain(
      "maps = WebMapService('https://h/ows?map=a', version='1.3.0')"
    );
    expect(packages).toEqual(['OWSLib']);
  });

  it.each([
    ['wcs', "maps = WebCoverageService('https://h/ows')"],
    ['wfs', "maps = WebFeatureService('https://h/ows', version='2.0.0')"],
    ['wmts', "maps = WebMapTileService('https://h/ows')"]
  ])('asks a %s in its version', (format, line) => {
    expect(code(format, 'https://h/ows?service=x').text).toContain(line);
  });

  it('keeps an address inside of its quotes', () => {
    const { text } = code('wms', "https://h/ows?a='); import os #\n");
    expect(text).toContain(`"https://h/ows?a='); import os #\\n"`);
  });

  it('is not offered as a table or through Intake', () => {
    const offers = styleOffers({
      recipe: recipe('wms', 'https://h/ows'),
      userParameters: [],
      parameters: {}
    });
    expect(offers.map(offer => offer.refusal === null)).toEqual([
      true,
      false,
      false
    ]);
  });
});
