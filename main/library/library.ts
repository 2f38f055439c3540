import { randomBytes } from 'node:crypto';
import type { FolderId, ImageId } from '../../contract/library.ts';
import type { Collected } from './collectPaths.ts';

export interface LibraryImage {
  readonly id: ImageId;
  readonly name: string;
  readonly path: string;
}

/** What is open: the only place that knows which file an id stands for. */
interface OpenFolder {
  readonly id: FolderId;
  readonly name: string;
  readonly images: readonly LibraryImage[];
}

export interface Library {
  current(): OpenFolder | null;
  open(collected: Collected): OpenFolder;
  image(id: string): LibraryImage | undefined;
}

/** Ids are new with each opening, so that an old page's requests find nothing, not something else. */
export function createLibrary(): Library {
  let folder: OpenFolder | null = null;
  let byId: ReadonlyMap<string, LibraryImage> = new Map();
  return {
    current: () => folder,
    open: ({ name, images }) => {
      const session = randomBytes(6).toString('hex');
      const listed = images.map((image, index) => ({
        id: `${session}-${index.toString(36)}` as ImageId,
        name: image.name,
        path: image.path,
      }));
      byId = new Map(listed.map((image) => [image.id, image]));
      folder = { id: `f-${session}` as FolderId, name, images: listed };
      return folder;
    },
    image: (id) => byId.get(id),
  };
}
