// Generated from the routes; change them and run `npm run gen`.
export const endpoints = {
  addCatalog: { method: 'POST', path: '/catalogs' },
  beginSearch: { method: 'POST', path: '/catalogs/{catalogId}/searches' },
  changeCatalog: { method: 'PATCH', path: '/catalogs/{catalogId}' },
  closeCluster: { method: 'DELETE', path: '/clusters/{clusterId}' },
  countFacets: {
    method: 'POST',
    path: '/catalogs/{catalogId}/entries/{entryId}/facets'
  },
  endSearch: {
    method: 'DELETE',
    path: '/catalogs/{catalogId}/searches/{entryId}'
  },
  expandEntry: {
    method: 'POST',
    path: '/catalogs/{catalogId}/entries/{entryId}/expand'
  },
  getCatalog: { method: 'GET', path: '/catalogs/{catalogId}' },
  getCluster: { method: 'GET', path: '/clusters/{clusterId}' },
  getConnection: { method: 'GET', path: '/clusters/{clusterId}/connection' },
  getEntry: { method: 'GET', path: '/catalogs/{catalogId}/entries/{entryId}' },
  getStatus: { method: 'GET', path: '/status' },
  listCatalogs: { method: 'GET', path: '/catalogs' },
  listClusters: { method: 'GET', path: '/clusters' },
  listEntries: { method: 'GET', path: '/catalogs/{catalogId}/entries' },
  listFactories: { method: 'GET', path: '/factories' },
  listPlots: { method: 'GET', path: '/clusters/{clusterId}/plots' },
  listWorkers: { method: 'GET', path: '/clusters/{clusterId}/workers' },
  probeFactories: { method: 'POST', path: '/factories/probe' },
  readLogs: { method: 'GET', path: '/clusters/{clusterId}/logs' },
  refreshCatalog: { method: 'POST', path: '/catalogs/{catalogId}/refresh' },
  removeCatalog: { method: 'DELETE', path: '/catalogs/{catalogId}' },
  renameCluster: { method: 'PATCH', path: '/clusters/{clusterId}' },
  restartCluster: { method: 'POST', path: '/clusters/{clusterId}/restart' },
  scaleCluster: { method: 'PUT', path: '/clusters/{clusterId}/scaling' },
  searchEntries: { method: 'GET', path: '/search' },
  startCluster: { method: 'POST', path: '/clusters' }
} as const;

export const version = '0.1.0';
