// Generated from the routes; change them and run `npm run gen`.
export const endpoints = {
  addCatalog: { method: 'POST', path: '/catalogs' },
  addUsageSource: { method: 'POST', path: '/usage/sources' },
  beginPreview: { method: 'POST', path: '/previews' },
  beginSearch: { method: 'POST', path: '/catalogs/{catalogId}/searches' },
  cancelPreview: { method: 'DELETE', path: '/previews/{previewId}' },
  changeCatalog: { method: 'PATCH', path: '/catalogs/{catalogId}' },
  closeCluster: { method: 'DELETE', path: '/clusters/{clusterId}' },
  closeGrafanaPage: { method: 'DELETE', path: '/usage/pages/{pageId}' },
  countFacets: {
    method: 'POST',
    path: '/catalogs/{catalogId}/entries/{entryId}/facets'
  },
  countSearchFacets: { method: 'GET', path: '/search/facets' },
  endSearch: {
    method: 'DELETE',
    path: '/catalogs/{catalogId}/searches/{entryId}'
  },
  eraseUsageRecord: { method: 'DELETE', path: '/usage/record' },
  expandEntry: {
    method: 'POST',
    path: '/catalogs/{catalogId}/entries/{entryId}/expand'
  },
  findMissingPackages: { method: 'POST', path: '/kernelspecs/packages' },
  getCatalog: { method: 'GET', path: '/catalogs/{catalogId}' },
  getCluster: { method: 'GET', path: '/clusters/{clusterId}' },
  getConnection: { method: 'GET', path: '/clusters/{clusterId}/connection' },
  getEntry: { method: 'GET', path: '/catalogs/{catalogId}/entries/{entryId}' },
  getGrafanaDashboard: { method: 'POST', path: '/usage/dashboard' },
  getPreview: { method: 'GET', path: '/previews/{previewId}' },
  getPreviewTrust: {
    method: 'GET',
    path: '/catalogs/{catalogId}/entries/{entryId}/trust'
  },
  getStatus: { method: 'GET', path: '/status' },
  listCatalogs: { method: 'GET', path: '/catalogs' },
  listClusters: { method: 'GET', path: '/clusters' },
  listEntries: { method: 'GET', path: '/catalogs/{catalogId}/entries' },
  listFactories: { method: 'GET', path: '/factories' },
  listGrafanaDashboards: { method: 'POST', path: '/usage/dashboards' },
  listPlots: { method: 'GET', path: '/clusters/{clusterId}/plots' },
  listSearchedServices: { method: 'GET', path: '/search/services' },
  listUsageLabels: { method: 'POST', path: '/usage/labels' },
  listUsageSources: { method: 'GET', path: '/usage/sources' },
  listWorkers: { method: 'GET', path: '/clusters/{clusterId}/workers' },
  openGrafanaPage: { method: 'POST', path: '/usage/pages' },
  probeFactories: { method: 'POST', path: '/factories/probe' },
  queryPromql: { method: 'POST', path: '/usage/promql' },
  queryUsage: { method: 'POST', path: '/usage/query' },
  readLogs: { method: 'GET', path: '/clusters/{clusterId}/logs' },
  refreshCatalog: { method: 'POST', path: '/catalogs/{catalogId}/refresh' },
  removeCatalog: { method: 'DELETE', path: '/catalogs/{catalogId}' },
  removeUsageSource: { method: 'DELETE', path: '/usage/sources/{name}' },
  renameCluster: { method: 'PATCH', path: '/clusters/{clusterId}' },
  restartCluster: { method: 'POST', path: '/clusters/{clusterId}/restart' },
  scaleCluster: { method: 'PUT', path: '/clusters/{clusterId}/scaling' },
  searchEntries: { method: 'GET', path: '/search' },
  startCluster: { method: 'POST', path: '/clusters' }
} as const;

export const version = '0.1.0';
