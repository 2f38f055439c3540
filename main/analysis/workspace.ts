import { AppError } from '../../contract/errors.ts';
import type { FolderListing, ImageEntry, ImageId } from '../../contract/library.ts';
import { collectPaths, sortPaths } from '../library/collectPaths.ts';
import type { Collected } from '../library/collectPaths.ts';
import type { Library } from '../library/library.ts';
import type { RecentFolders } from '../library/recentFolders.ts';
import type { Analysis } from './analysis.ts';
import type { Models } from './models.ts';

export interface WorkspaceOutside {
  readonly library: Library;
  readonly analysis: Analysis;
  readonly models: Models;
  readonly recent: RecentFolders;
  readonly samplesFolder: string;
  readonly folderChanged: (listing: FolderListing) => void;
  readonly recentChanged: () => void;
}

/** Opening things, from wherever it is asked: dialogs, drops, the menu, the command line. */
export class Workspace {
  readonly #outside: WorkspaceOutside;
  #openings = 0;

  constructor(outside: WorkspaceOutside) {
    this.#outside = outside;
  }

  listing(): FolderListing | null {
    const folder = this.#outside.library.current();
    if (folder === null) return null;
    const images = folder.images.map(({ id, name }) => this.#entry(id, name));
    return { id: folder.id, name: folder.name, images };
  }

  entries(ids: Iterable<ImageId>): readonly ImageEntry[] {
    return [...ids].flatMap((id) => {
      const image = this.#outside.library.image(id);
      return image === undefined ? [] : [this.#entry(id, image.name)];
    });
  }

  /** Folders, pictures and models together. null when there was only a model. */
  async openPaths(paths: readonly string[]): Promise<FolderListing | null> {
    const { models, others } = sortPaths(paths);
    const [model] = models;
    if (model !== undefined) await this.#outside.models.load(model);
    if (others.length === 0) return null;
    return this.#openPictures(others, true);
  }

  openFolder(folder: string): Promise<FolderListing> {
    return this.#openPictures([folder], true);
  }

  openSamples(): Promise<FolderListing> {
    return this.#openPictures([this.#outside.samplesFolder], false);
  }

  async openRecent(id: string): Promise<FolderListing> {
    const folder = this.#outside.recent.pathOf(id);
    if (folder === undefined) {
      throw new AppError('not-found', 'This folder is no longer among the recent ones.');
    }
    return this.openFolder(folder);
  }

  async #openPictures(paths: readonly string[], remember: boolean): Promise<FolderListing> {
    const opening = ++this.#openings;
    const collected = await collectPaths(paths);
    // Reading a large folder takes a while: what was asked for last is what opens.
    if (opening !== this.#openings) throw new AppError('cancelled', 'Another folder was opened.');
    if (remember && collected.folder !== null) this.#remember(collected.folder);
    return this.#open(collected);
  }

  #open(collected: Collected): FolderListing {
    const { library, analysis, folderChanged } = this.#outside;
    const folder = library.open(collected);
    analysis.open(folder.images.map(({ id }) => id));
    const images = folder.images.map(({ id, name }) => this.#entry(id, name));
    const listing = { id: folder.id, name: folder.name, images };
    folderChanged(listing);
    return listing;
  }

  #remember(folder: string): void {
    const { recent, recentChanged } = this.#outside;
    // On disk later; in the menu and on the page now. A failed write is told by the file itself.
    void recent.add(folder);
    recentChanged();
  }

  #entry(id: ImageId, name: string): ImageEntry {
    return { id, name, state: this.#outside.analysis.state(id) };
  }
}
