/** A catalog that many know. */
export interface IPreset {
  readonly name: string;
  readonly url: string;
}

/** Public STAC APIs; offered by name, asked only when one is added. */
export const PRESETS: readonly IPreset[] = [
  {
    name: 'Earth Search (Element 84): Sentinel and Landsat on AWS',
    url: 'https://earth-search.aws.element84.com/v1'
  },
  {
    name: 'Microsoft Planetary Computer',
    url: 'https://planetarycomputer.microsoft.com/api/stac/v1'
  },
  {
    name: 'NASA Earthdata (CMR-STAC)',
    url: 'https://cmr.earthdata.nasa.gov/stac'
  },
  { name: 'NASA VEDA', url: 'https://openveda.cloud/api/stac' },
  {
    name: 'ESGF: climate model output (CEDA, Europe)',
    url: 'https://api.stac.esgf.ceda.ac.uk'
  },
  {
    name: 'Copernicus Data Space Ecosystem',
    url: 'https://stac.dataspace.copernicus.eu/v1'
  },
  {
    name: 'USGS Landsat',
    url: 'https://landsatlook.usgs.gov/stac-server'
  },
  {
    name: 'Digital Earth Africa',
    url: 'https://explorer.digitalearth.africa/stac'
  },
  {
    name: 'Digital Earth Australia',
    url: 'https://explorer.dea.ga.gov.au/stac'
  }
];
