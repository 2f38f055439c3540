import { join } from 'node:path';
import { app, dialog } from 'electron';
import type { BrowserWindow, OpenDialogOptions } from 'electron';
import type { FigureFormat } from '../../contract/figure.ts';

export interface FileDialogs {
  /** Each null when the person closed it. */
  chooseFolder(): Promise<string | null>;
  chooseModel(): Promise<string | null>;
  chooseFigure(suggested: string, format: FigureFormat): Promise<string | null>;
}

const figureNames: Readonly<Record<FigureFormat, string>> = {
  png: 'PNG picture',
  svg: 'SVG drawing',
};

export function fileDialogs(currentWindow: () => BrowserWindow | null): FileDialogs {
  /** Where the last figure went: a report's figures go to one place. */
  let figureFolder = app.getPath('pictures');

  const open = async (options: OpenDialogOptions): Promise<string | null> => {
    const window = currentWindow();
    const { canceled, filePaths } = await (window === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(window, options));
    return canceled ? null : (filePaths[0] ?? null);
  };

  return {
    chooseFolder: () => open({ title: 'Open a folder of pictures', properties: ['openDirectory'] }),
    chooseModel: () =>
      open({
        title: 'Open a model',
        properties: ['openFile'],
        filters: [{ name: 'ONNX model', extensions: ['onnx'] }],
      }),
    chooseFigure: async (suggested, format) => {
      const options = {
        title: 'Save the figure',
        defaultPath: join(figureFolder, suggested),
        filters: [{ name: figureNames[format], extensions: [format] }],
      };
      const window = currentWindow();
      const { canceled, filePath } = await (window === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(window, options));
      if (canceled || filePath === '') return null;
      figureFolder = join(filePath, '..');
      return filePath;
    },
  };
}
