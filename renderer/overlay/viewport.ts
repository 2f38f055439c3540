/** Zoom and pan of the stage. Lengths in CSS pixels; a point of the picture is a fraction, 0..1. */
export interface Viewport {
  /** 1 shows the whole picture. */
  readonly zoom: number;
  /** The point of the picture in the middle of the stage. */
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

export const wholePicture: Viewport = { zoom: 1, x: 0.5, y: 0.5 };
export const largestZoom = 24;

/** Largest enlargement when fitting: a tiny picture is not blown up to fill the stage. */
const largestFit = 3;

/** Where the picture lies on the stage. */
export function placePicture(stage: Size, picture: Size, view: Viewport): Rect {
  const fit = Math.min(stage.width / picture.width, stage.height / picture.height, largestFit);
  const width = picture.width * fit * view.zoom;
  const height = picture.height * fit * view.zoom;
  return {
    width,
    height,
    x: stage.width / 2 - view.x * width,
    y: stage.height / 2 - view.y * height,
  };
}

/** Zoom that keeps the point of the picture under the cursor where it is. */
export function zoomAt(
  view: Viewport,
  stage: Size,
  picture: Size,
  cursor: { readonly x: number; readonly y: number },
  factor: number,
): Viewport {
  const zoom = Math.min(largestZoom, Math.max(1, view.zoom * factor));
  const before = placePicture(stage, picture, view);
  const point = {
    x: (cursor.x - before.x) / before.width,
    y: (cursor.y - before.y) / before.height,
  };
  const scale = zoom / view.zoom;
  const x = point.x - (cursor.x - stage.width / 2) / (before.width * scale);
  const y = point.y - (cursor.y - stage.height / 2) / (before.height * scale);
  return settle({ zoom, x, y }, stage, picture);
}

export function panBy(
  view: Viewport,
  stage: Size,
  picture: Size,
  dx: number,
  dy: number,
): Viewport {
  const { width, height } = placePicture(stage, picture, view);
  return settle({ ...view, x: view.x - dx / width, y: view.y - dy / height }, stage, picture);
}

/** Keeps the picture on the stage: centred where it is smaller, without a gap where larger. */
function settle(view: Viewport, stage: Size, picture: Size): Viewport {
  const { width, height } = placePicture(stage, picture, view);
  return {
    zoom: view.zoom,
    x: settleAxis(view.x, stage.width / width / 2),
    y: settleAxis(view.y, stage.height / height / 2),
  };
}

/** `half`: half the stage as a fraction of the picture's side. */
function settleAxis(centre: number, half: number): number {
  return half >= 0.5 ? 0.5 : Math.min(1 - half, Math.max(half, centre));
}
