// What is said of crowds, and where: in their circles where these have room that no other circle lies on, otherwise
// beside them.
(function (geomap) {
  "use strict";

  const LINE = 14; // px between two lines
  const PADDING = 4; // px between text and edge
  const WAYS = [0, 1, 2, 3, 4, 5, 6, 7].map((turn) => [Math.cos((turn * Math.PI) / 4), Math.sin((turn * Math.PI) / 4)]);

  const [BOLD, PLAIN] = [600, 400].map((weight) => `${weight} 12px "Source Sans 3", Arial, sans-serif`);
  const measuring = geomap.context(document.createElement("canvas"));

  function widthOf([font, text]) {
    measuring.font = font;
    return measuring.measureText(text).width;
  }

  // From full to bare.
  /** @type {(words: CrowdWords) => Said[][]} */
  const settings = (words) => [
    [
      [BOLD, words.units],
      [PLAIN, words.sum],
    ],
    [[BOLD, words.units]],
    [[BOLD, words.count]],
  ];

  // Boxes in the circle: in its middle, or towards any side.
  function within(crowd, width, height) {
    const room = crowd.room - PADDING / 2 - Math.hypot(width, height) / 2;
    const ways = room > 2 ? [[0, 0], ...WAYS] : [[0, 0]];
    return room < 0 ? [] : ways.map(([right, down]) => [crowd.x + right * room, crowd.y + down * room]);
  }

  // Boxes beside the circle.
  function beside(crowd, width, height) {
    const [across, down] = [crowd.radius + PADDING + width / 2, crowd.radius + height / 2];
    const { x, y } = crowd;
    return [
      [x + across, y],
      [x - across, y],
      [x, y - down],
      [x, y + down],
    ];
  }

  /** @type {(middle: number[], width: number, height: number) => Box} */
  const boxAt = ([x, y], width, height) => ({
    left: x - width / 2,
    top: y - height / 2,
    right: x + width / 2,
    bottom: y + height / 2,
  });
  const isIn = (box, view) =>
    box.left > view.left && box.right < view.right && box.top > view.top && box.bottom < view.bottom;

  // Gives each crowd what it `said`: rows and their box, world px; nothing where there is no room. `discs` are all that
  // is drawn, `wordsOf` the words for a crowd.
  geomap.sayCrowds = function (crowds, discs, view, wordsOf) {
    /** @type {Box[]} */
    const boxes = [];
    for (const crowd of crowds) {
      const near = discs.filter(
        (disc) => disc !== crowd && Math.hypot(disc.x - crowd.x, disc.y - crowd.y) < 200 + crowd.radius + disc.radius,
      );
      const isFree = (box) =>
        isIn(box, view) &&
        near.every((disc) => !geomap.meets(box, disc, 0)) &&
        boxes.every(
          (other) =>
            box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom,
        );
      const tries = settings(wordsOf(crowd)).map((rows) => ({
        rows,
        wide: Math.max(...rows.map(widthOf)),
        high: rows.length * LINE,
      }));
      const bare = tries[tries.length - 1];
      const places = [
        ...tries.flatMap(({ rows, wide, high }) =>
          within(crowd, wide, high).map((at) => ({ rows, box: boxAt(at, wide, high) })),
        ),
        ...beside(crowd, bare.wide, bare.high).map((at) => ({ rows: bare.rows, box: boxAt(at, bare.wide, bare.high) })),
      ];
      crowd.said = places.find(({ box }) => isFree(box));
      if (crowd.said) boxes.push(crowd.said.box);
    }
  };

  // Writes it, haloed by the edge's colour where it stands beside.
  geomap.paintSaid = function (context, crowd, view, style) {
    if (!crowd.said) return;
    const { rows, box } = crowd.said;
    const [x, y] = [(box.left + box.right) / 2 - view.left, (box.top + box.bottom) / 2 - view.top];
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    rows.forEach(([font, said], i) => {
      const at = y + (i - (rows.length - 1) / 2) * LINE;
      const text = `\u2068${said}\u2069`; // it runs as its first letter does, not as the canvas
      context.font = font;
      if (!geomap.meets(box, { ...crowd, radius: 0 }, crowd.radius)) {
        context.strokeStyle = style.land;
        context.strokeText(text, x, at);
      }
      context.fillStyle = style.ink;
      context.fillText(text, x, at);
    });
  };
})((window.geomap = window.geomap || {}));
