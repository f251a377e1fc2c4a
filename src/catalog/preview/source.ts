import type { IServer } from '../../api/tokens';
import type { ICatalogContext } from '../context';

/** A kernelspec that may run a preview. */
export interface IKernelChoice {
  readonly name: string;
  readonly title: string;
}

/** What previews need of Lab. */
export interface IPreviewSource {
  readonly server: Pick<IServer, 'client' | 'live'>;
  /** Kernelspecs of the server; empty while they are not known. */
  kernelspecs(): readonly IKernelChoice[];
  /** The kernelspec of the notebook in front, else the server's default. */
  preferred(): string | null;
}

export function previewSource({
  app,
  notebooks,
  server
}: ICatalogContext): IPreviewSource {
  const specs = () => app.serviceManager.kernelspecs.specs;
  return {
    server,
    kernelspecs: () =>
      Object.values(specs()?.kernelspecs ?? {}).flatMap(spec =>
        spec ? [{ name: spec.name, title: spec.display_name }] : []
      ),
    preferred: () =>
      notebooks?.currentWidget?.sessionContext.session?.kernel?.name ??
      specs()?.default ??
      null
  };
}
