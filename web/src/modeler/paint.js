// The colours of lines and of what they enclose, as the page has them, light or dark.

export const PAINT = {
  defaultFillColor: 'var(--modeler-paper)',
  defaultStrokeColor: 'var(--modeler-ink)',
  defaultLabelColor: 'var(--modeler-ink)',
};
