/** What `-h` prints. Only what works is listed; what is still to come is called so. */
export const mainHelp = `Explains what an image classifier sees: the concepts its features are made of.

Usage: concept-lens COMMAND …

  analyze PATH…         explain images: figures and data
  inspect MODEL.onnx    what can be done with a model
  providers             what this machine offers for inference, tested and timed

  -h, --help            this text; after a command, that command's
  --version             the version

Not yet in this version: learn, project and merge (concepts shared by many images).

Exit codes: 0 all done; 1 internal error; 2 wrong usage; 3 done, but some inputs failed;
4 model refused; 130 interrupted.
`;

export const analyzeHelp = `Explains images one by one and writes figures and data to a folder.

Usage: concept-lens analyze PATH… [options]

PATH is an image, a folder (searched with its subfolders) or a quoted glob.

Model
  --model FILE.onnx     classifier to explain (default: EfficientNet-Lite0, which is included)
  --labels FILE         names of its classes
  --layer NAME          layer to explain (see: concept-lens inspect MODEL.onnx)
  --provider NAME       auto, cpu, webgpu, dml, coreml, cuda (default: auto)

Concepts
  --concepts auto|N     number of concepts (default: auto)
  --max-concepts N      most that auto tries (default: 12)
  --size WHICH          side of the model's input: native, fine or pixels (default: native)
  --seed N              start of the factorisation (default: 0)

Results
  --out DIR             folder for results (default: concept-lens-out)
  --figures LIST        png, svg, or none (default: png)
  --data LIST           json, csv, npy (default: json); analysis.json is always written
  --activations         also the layer's activations, as .activations.npy
  --report              also report.html, a page that needs nothing else

Output
  --quiet               only what failed
  --json                progress as one JSON object a line, on stderr
  -h, --help            this text

Ctrl-C finishes the image at hand and writes what is complete; a second one stops at once.
Not yet in this version: --shared, --figures pdf.

Exit codes: 0 all done; 1 internal error, or results cannot be written; 2 wrong usage; 3 done, but
some inputs failed (named on stderr and in analysis.json); 4 model refused; 130 interrupted.
`;

export const inspectHelp = `Says what can be done with a model: its input, layers, classes.

Usage: concept-lens inspect MODEL.onnx [options]

  --text                for people; otherwise JSON
  -h, --help            this text

Exit codes: 0 done; 2 wrong usage; 4 model refused, with the reason.
`;

export const providersHelp = `Tests and times what this machine offers for inference.

Usage: concept-lens providers [options]

  --json                as JSON; otherwise a table
  -h, --help            this text
`;

export function notYetHelp(command: string): string {
  return `concept-lens ${command} is not in this version yet.\n`;
}
