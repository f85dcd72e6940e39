// What the page's scripts share: the one global `geomap`, each script adding its part, and the data that Python writes.
import type * as Leaflet from "leaflet";

declare global {
  interface Window {
    geomap: Geomap;
    [map: `map_${string}`]: Leaflet.Map;
  }

  // A count as the data state it: kind, least, most; an end is null where the claim leaves it open.
  type Ends = [kind: string, minimum: number | null, maximum: number | null];
  interface Count {
    kind: string;
    minimum: number | null;
    maximum: number | null;
  }

  type Point = [x: number, y: number];
  interface Size {
    width: number;
    height: number;
  }
  interface Box {
    left: number;
    top: number;
    right: number;
    bottom: number;
  }
  // What a canvas shows of a field; px = field * scale - left/top.
  interface View extends Size {
    scale: number;
    left: number;
    top: number;
  }

  // Each distinct value once; see geomap.placeAt.
  interface Column<T = unknown> {
    values: T[];
    index: number[] | null;
  }
  interface Source {
    publisher: string;
    title?: string;
    url?: string;
  }
  // The facts of a unit in words; what is empty is missing.
  interface Fact {
    id: string;
    place: string;
    change?: string;
    position?: string;
    side?: string;
    formations?: [string, string?][]; // the words of the card, and those of the table where they are others
    troops?: string;
    equipment?: [kind: string, count: string][];
    basis?: string;
    as_of?: string;
    sources?: Source[];
    grade?: string;
    claims?: { figure: string; sources: Source[]; grade?: string }[];
    carried?: [heading: string, text: string][];
    [plain: string]: unknown; // of each plain field of geomap/facts/fields.py that a unit has
  }

  // The same, column by column; what no unit has is missing.
  interface Facts extends Record<string, Column> {
    id: Column<string>;
    place: Column<string>;
    troops: Column<string>;
  }
  interface Records extends Record<string, Column> {
    place: Column<string | null>;
    basis: Column<string>;
    as_of: Column<string | null>;
  }
  // A row of the records.
  interface UnitRecord extends Record<string, unknown> {
    equipment: [name: string, minimum: number | null, maximum: number | null, kind: string][];
    more: [name: string, value: string][];
  }
  // A unit as a row of geomap's files.
  type Row = Record<string, string | number | null>;

  // How something is painted: what is missing is not there. Widths and dashes are px of the picture.
  interface Paint {
    fill?: string;
    opacity?: number;
    stroke?: string;
    width?: number;
    dash?: number[];
  }
  // A shape of a mark, about its point: its diameter is that of an end of the count and `more` px, or `px` alone. A
  // `line` is x, y, x, y ... of a shape that is no circle, whose points lie within 1 of the middle.
  interface MarkShape extends Paint {
    of?: "minimum" | "maximum";
    more?: number;
    px?: number;
    line?: number[];
    ring?: [dash: number, gap: number, least: number];
    angles?: number[]; // degrees of strokes across a circle, `gap` px apart, from `least` px across on
    gap?: number;
    least?: number;
    text?: string;
    y?: number;
    size?: number;
  }
  // What became of a unit, as it is drawn: where it moved from, what it was there, and an arrow from there.
  type DrawnChange =
    | { shapes: MarkShape[]; origin?: undefined }
    | { shapes: MarkShape[]; origin: Point; was: MarkShape[]; reach: number; arrow: ArrowLook };
  interface ArrowLook {
    stroke: string;
    width: number;
    dash: number[];
    arrow: [head: number, share: number, halfWidth: number, tail: number];
  }

  // What lies on the ground. Rings are x, y, x, y ... in px of the field, once they are read.
  interface GroundShape extends Paint {
    rings: Float64Array[];
    lines?: Float64Array[];
    box: number[];
    closed?: boolean;
  }
  interface GroundImage extends Size {
    image: string;
    x: number;
    y: number;
    box: number[];
    element?: HTMLImageElement;
  }
  interface Layer extends GroundShape {
    id: string;
    hidden?: boolean;
    leftOut?: boolean;
  }
  interface Area extends Layer {
    hatch?: Paint & { gap: number };
  }
  interface Line extends Layer {
    stroke: string;
    width: number;
    dash: number[];
    arrow?: ArrowLook["arrow"];
  }
  interface Field {
    ground: Ground;
    tile_zoom?: number;
    turned?: boolean;
  }
  interface Ground {
    box: [x: number, y: number, width: number, height: number];
    steps: number;
    upon: number;
    cells: number;
    lattice: (number | null)[][]; // longitudes and latitudes of points of the box, row by row, as moves in steps
    degrees: (number | null)[]; // lon, lat, lon, lat ... of the same
    details: { detail: number; items: (GroundShape | GroundImage)[] }[];
    areas: Area[];
    lines: Line[];
  }

  // A label: the place that it is of, or some marks there (of a crowd -1 less its number), its id, the point of the field it keeps to, its block
  // and px from that point to it, the scales it is shown from and until (0: those of its level), and its leader.
  type Label = [
    owner: number | number[] | null,
    id: number,
    x: number,
    y: number,
    block: number,
    dx: number,
    dy: number,
    since: number,
    until: number,
    ...leader: number[],
  ];
  interface Crowd {
    marks: number[];
    at: Point;
    off?: Point;
    count: number;
    colour: number;
    places: number[];
  }
  type Aside = [place: number, dx: number, dy: number, hasTick: number];
  // What stands between two scales: aside, in crowds, or not at all, by place; all else stands where it is.
  interface Level {
    from: number;
    until: number;
    asides: Aside[];
    crowds: Crowd[];
    labels: Label[];
    gone: number[];
    asideOf: Map<number, Aside>;
    crowdOf: Map<number, number>;
    isGone: Set<number>;
  }
  // An artboard at all scales. `place`: px of its frame at home are `scale` times those of the field, less left and top.
  interface Sheet {
    id: string;
    field: number;
    width: number;
    frame: [width: number, height: number];
    place: [scale: number, left: number, top: number];
    k: number;
    px: number;
    deepest: number;
    enough: number;
    bands: string[];
    out: string[];
    notes: string[];
    changes: Record<string, DrawnChange>;
    most: number;
    type: Record<string, number>;
    levels: Level[];
    bars: [from: number, length: number, words: string, ...others: (number | string)[]][];
  }
  // How a text of a block is set; px.
  interface TextStyle {
    role: string;
    size: number;
    weight: number;
    italic: boolean;
    spacing: number;
    line: number;
    anchor: string;
    fill: string;
    halo: string;
    rtl: boolean;
    lang: string;
  }
  // Width, height, and items about its top left: [style, x, y, ...lines] of a text; see labels.js of the others.
  type Item = [kind: number, ...parts: unknown[]];
  type Block = [width: number, height: number, ...items: Item[]];
  interface Marks {
    units: (number | number[])[];
    place: number[]; // of each mark; [] where each has its own
    earlier: Record<string, number[]>;
    count: number[];
    colour: number[];
    at: number[][]; // of each field: x, y of each mark
    day: number[][];
  }
  // A mark or a crowd as it is shown. Its `number` is that of the mark, or -1 less the place of the crowd; it stands
  // `dx`, `dy` px off a point of the field.
  interface Spot {
    number: number;
    x: number;
    y: number;
    dx: number;
    dy: number;
    hasTick: boolean;
    units: number[];
    total: number;
    count: Count;
    colour: number;
    crowd?: Crowd;
    shapes: MarkShape[];
    change?: DrawnChange;
    diameter: number;
  }

  interface Symbols {
    total: number;
    unit: number[];
    lon: number[];
    lat: number[];
    counts: Ends[];
    count: number[];
    kind: string[];
    minimum: (number | null)[];
    maximum: (number | null)[];
    label: string[];
    change?: ({ kind: string; km: number | null } | null)[];
  }
  interface TimelineData {
    days: string[];
    words: string[];
    as_of: string[];
    first: number[];
    last: number[];
    texts: Record<string, string>[];
  }
  // The words of the page, as geomap/wording/ has them under `page.`.
  interface Words extends Record<PageWord, string> {
    heading: Record<string, string>;
  }
  type PageWord =
    | "map"
    | "units"
    | "key"
    | "zoom_in"
    | "zoom_out"
    | "whole_map"
    | "full_screen"
    | "move_left"
    | "move_right"
    | "move_up"
    | "move_down"
    | "zoom_hint"
    | "touch_hint"
    | "arrows_hint"
    | "close"
    | "table"
    | "table_cut"
    | "noscript"
    | "library"
    | "explore"
    | "search"
    | "all"
    | "basis"
    | "least"
    | "layers"
    | "labels"
    | "pictograms"
    | "tiles"
    | "tiles_failed"
    | "reset"
    | "sum"
    | "sum_unknown"
    | "filtered"
    | "none"
    | "copy"
    | "copied"
    | "copy_by_hand"
    | "download"
    | "timeline"
    | "play"
    | "pause";
  interface PageData {
    name: string;
    title: string;
    alt: string;
    map: `map_${string}`;
    lang: string;
    words_lang: string;
    thousands: string;
    words: Words;
    counts: Record<string, string>;
    places: Record<string, string>;
    crowds: { units: Record<string, string>; few: string[]; sum: string };
    style: { ink: string; muted: string; opacity: number };
    limits: { tiny: number; light: number };
    steps: number;
    key: { measure: string };
    sheets: Sheet[];
    marks: Marks;
    sums: Ends[];
    templates: Record<string, MarkShape[]>[]; // of each colour, by the kind of count
    blocks: Block[];
    styles: TextStyle[];
    ids: string[];
    stamps: string[];
    fields: Field[];
    layers: { name: string; shapes: string[]; labels: string[] }[];
    filters: { name: string; options: [key: string, text: string][]; units: Column<number[]> }[];
    tiles: { name: string; url: string; attribution: string; max_zoom: number } | null;
    symbols: Symbols;
    facts: Facts;
    records: Records;
    columns: string[]; // of files
    card: [name: string, form: string][]; // facts in their order, and the form of each
    table: [name: string, form: string][];
    outlines: Record<string, { path: string }>;
    timeline?: TimelineData;
    isGroundless?: boolean;
  }

  // What a reader asks to see.
  interface State {
    search: string;
    least: string;
    chosen: Record<string, string>;
    off: string[];
    hidden: string[];
    isOnline: boolean;
    day?: number;
    unit?: number;
    view?: { centre: Point; depth: number };
  }

  // Makes other lines of those that a text has; it may make none.
  type Retold = (role: string, lines: string[]) => string[];

  type Attributes = Record<string, string | number | boolean | undefined>;
  type Child = Node | string | number | undefined | null;
  type Context = CanvasRenderingContext2D;
  type Say = (text: string) => void;
  type Paints = (context: Context, view: View) => void;

  // A script's class, of which others know the members it says here.
  type Made<Arguments extends unknown[], Members> = new (...made: Arguments) => Members;

  interface CanvasLayer extends Leaflet.Layer {
    canvas?: HTMLCanvasElement;
    redraw(): void;
  }
  interface Tree {
    some(box: Box, test: (id: number) => boolean): boolean;
  }
  interface Cover {
    isSeen(x: number, y: number, reach: number): boolean;
    add(x: number, y: number, radius: number): void;
  }
  interface Wording {
    order: Intl.Collator;
    number(value: number): string;
    places(count: number): string;
    crowd(count: number, sum: Count): { units: string; sum: string; count: string };
    count(count: Count): string;
    total(indexes: number[]): string;
  }
  interface Units {
    data: PageData;
    layer: CanvasLayer;
    sheet: Sheet;
    day: number;
    scale: number;
    selected: number;
    spots: Spot[];
    spotOfMark: Map<number, Spot>;
    isWhole(owner: number | number[] | null, spot: Spot): boolean;
    spotOfLabel(owner: number | number[]): Spot | undefined;
    resize(sheet: Sheet): void;
    filter(indexes: number[], day?: number): void;
    settle(): Level;
    shown(index: number): boolean;
    spot(index: number): Spot | undefined;
    spotAt(containerPoint: Leaflet.Point): Spot | undefined;
    diameter(index: number): number;
    layerPoint(index: number): Leaflet.Point;
    containerPoint(index: number): Leaflet.Point;
    select(index: number): void;
  }
  interface UnitButtons {
    layout(): void;
    focus(index: number): void;
  }
  interface Labels {
    shown: Label[];
    reset(hidden: Set<string>, texts: Record<string, string>, arePictogramsOff: boolean): void;
    layout(): void;
  }
  interface ScaleBar {
    show(sheet: Sheet, scale: number): void;
  }
  interface MapTools {
    show(): void;
  }
  interface Card {
    element: HTMLElement;
    index: number;
    onChange: (index: number) => void;
    open(index: number): void;
    show(index: number): void;
    close(): void;
    settle(isOverlay: boolean): void;
    move(): void;
  }
  interface OnlineMap {
    onFail: () => void;
    set(isOn: boolean): void;
  }
  interface Panel {
    element: HTMLDetailsElement;
    show(state: State, total: string, count: string): void;
  }
  interface Table {
    order: number[];
    isPrinted: boolean;
    figures: HTMLDetailsElement;
    show(shown: number[]): void;
    render(): void;
    mark(index: number): void;
    reveal(index: number): void;
  }
  interface Timeline {
    texts: Record<string, string>;
    show(day: number | undefined): boolean;
  }
  interface Filter {
    shown(state: State): number[];
  }
  // All that the reader's state is shown by.
  interface Explored {
    data: PageData;
    map: Leaflet.Map;
    base: CanvasLayer;
    units: Units;
    labels: Labels;
    buttons: UnitButtons;
    card: Card;
    online: OnlineMap;
  }
  interface TableActions {
    mark(index: number): void;
    open(index: number, opener: HTMLElement): void;
  }
  interface Explore {
    table: Table;
    start(): void;
    settle(isBeside: boolean): void;
    fit(sheet: Sheet): void;
    giveBack(index: number): void;
  }
  // What an address is written of.
  interface Visited {
    state: State;
    map: Leaflet.Map;
    data: PageData;
    ground: Ground;
  }
  type SortKey = (index: number) => [number, number] | null;

  interface Geomap {
    // address
    readAddress(hash: string, data: PageData): State | undefined;
    writtenAddress(visited: Visited, open: number): string;
    addressWriter(text: () => string): () => void;
    // arrow, ground
    paintArrow(context: Context, points: Point[], look: ArrowLook): void;
    groundPainter(data: PageData, field: () => { ground: Ground }, again: () => void): Paints;
    // buttons, roving
    spoken(data: PageData, index: number): string;
    layButton(button: HTMLElement, units: Units, index: number): void;
    bringIntoView(map: Leaflet.Map, units: Units, index: number): void;
    unitButtons(
      map: Leaflet.Map,
      data: PageData,
      units: Units,
      pane: string,
      open: (index: number) => void,
      say: Say,
    ): UnitButtons;
    Buttons: Made<[Leaflet.Map, PageData, Units, string, (index: number) => void], UnitButtons>;
    Roving: Made<[Leaflet.Map, PageData, Units, string, (index: number) => void, Say], UnitButtons>;
    // canvas_layer, view
    CanvasLayer: Made<[pane: string, paint: Paints], CanvasLayer>;
    latLng(x: number, y: number): Leaflet.LatLng;
    fieldPoint(place: Leaflet.LatLng): Point;
    fieldPx(map: Leaflet.Map): number;
    mapSize(sheet: Sheet, room: number): Size;
    fitView(map: Leaflet.Map, sheet: Sheet, isOfSameField: boolean): void;
    isWhole(map: Leaflet.Map): boolean;
    // card
    Card: Made<
      [HTMLElement, HTMLElement, HTMLElement, PageData, Units, (index: number, focused: boolean) => void],
      Card
    >;
    // counts
    asCount(ends: Ends): Count;
    totalOf(counts: Count[]): Count;
    sumOf(counts: Ends[]): Count;
    fill(text: string, values: Record<string, string | number>): string;
    Wording: Made<[PageData], Wording>;
    // cover, tree
    Cover: Made<[width: number, height: number, opacity: number], Cover>;
    Tree: Made<[xs: Float64Array, ys: Float64Array], Tree>;
    // data
    placeAt(column: { index: number[] | null }, row: number): number;
    valueAt<T>(column: Column<T>, row: number): T;
    recordOf(columns: Facts | Records, row: number): Record<string, unknown>;
    factOf(data: PageData, symbol: number): Fact;
    idOf(data: PageData, symbol: number): string;
    nameOf(data: PageData, symbol: number): string;
    changeOf(data: PageData, index: number): { kind: string; km: number | null } | null;
    own<T>(record: Record<string, T>, name: string | number): T | undefined;
    readData(): PageData;
    // degrees
    toDegrees(ground: Ground, point: Point): [lat: number, lon: number] | undefined;
    toField(ground: Ground, place: [lat: number, lon: number]): Point | undefined;
    // dom
    byId(name: string): HTMLElement;
    closest(event: Event, selector: string): HTMLElement | null;
    details(selector: string): HTMLDetailsElement;
    written<T>(name: string): T;
    context(canvas: HTMLCanvasElement): Context;
    element<Tag extends keyof HTMLElementTagNameMap>(
      tag: Tag,
      attributes: Attributes,
      ...children: Child[]
    ): HTMLElementTagNameMap[Tag];
    isolated(text: string): HTMLElement;
    svg<Tag extends keyof SVGElementTagNameMap>(
      tag: Tag,
      attributes: Attributes,
      ...children: Child[]
    ): SVGElementTagNameMap[Tag];
    // embed, fonts, gestures
    reportHeight(): void;
    prepareForPrint(frame: HTMLElement, table: Table): void;
    addFonts(): void;
    hints(element: HTMLElement): Say;
    shareGestures(map: Leaflet.Map, say: Say, words: Words): void;
    // explore, filter, fold, panel, timeline
    Explore: Made<[Explored], Explore>;
    everything(): State;
    isFiltered(state: State): boolean;
    Filter: Made<[PageData], Filter>;
    fold(text: string): string;
    SWITCHES: string[];
    Panel: Made<[HTMLDetailsElement, PageData, (state: State) => void], Panel>;
    isLastDay(timeline: TimelineData, day: number | undefined): boolean;
    isOnDay(timeline: TimelineData, index: number, day: number | undefined): boolean;
    symbolOn(data: PageData, id: string, day: number | undefined): number;
    stateOf(timeline: TimelineData, day: string): number;
    mostAtOnce(data: PageData): number;
    Timeline: Made<[HTMLElement, PageData, TimelineData, (day: number) => void], Timeline>;
    // furniture
    showKey(element: HTMLElement, sheet: Sheet, isBeside: boolean): void;
    ScaleBar: Made<[frame: HTMLElement], ScaleBar>;
    MapTools: Made<[HTMLElement, Leaflet.Map, Words, () => void], MapTools>;
    // labels
    Labels: Made<[Leaflet.Map, PageData, Units, string], Labels>;
    // record, rows, table, tools
    record(data: PageData, index: number): Row;
    csv(data: PageData, indexes: number[]): string;
    geojson(data: PageData, indexes: number[]): string;
    download(name: string, type: string, text: string): void;
    tableRow(data: PageData, index: number, columns: string[]): HTMLTableRowElement;
    isOfNumbers(data: PageData, column: string): boolean;
    sortKeys(data: PageData, column: string, words: Wording): SortKey;
    sorted(indexes: number[], key: SortKey, isDescending: boolean): number[];
    Table: Made<[HTMLDetailsElement, PageData, Wording, TableActions], Table>;
    addTools(figures: HTMLElement, data: PageData, rows: () => number[]): void;
    // shapes
    diameter(sheet: Pick<Sheet, "k">, value: number): number;
    shapesOf(
      data: Pick<PageData, "limits">,
      sheet: Pick<Sheet, "k" | "px" | "most">,
      count: Count,
      isCrowd: boolean,
    ): string;
    sizeOf(sheet: Pick<Sheet, "k" | "px">, shape: MarkShape, count: Count): number;
    reachOf(sheet: Pick<Sheet, "k" | "px">, shapes: MarkShape[], count: Count): number;
    paintShapes(context: Context, x: number, y: number, sheet: Sheet, shapes: MarkShape[], count: Count): void;
    paintRing(context: Context, x: number, y: number, diameter: number, colour: string): void;
    // sheets
    sheetAt(sheets: Sheet[], width: number): Sheet;
    homeScale(sheet: Sheet, width: number): number;
    fieldScale(sheet: Sheet, scale: number): number;
    levelAt(sheet: Pick<Sheet, "levels">, scale: number): Level;
    isShownAt(level: Level, label: Label, scale: number): boolean;
    middleOf(sheet: Sheet): Point;
    // tiles
    OnlineMap: Made<[Leaflet.Map, PageData, CanvasLayer, () => Field, Say], OnlineMap>;
    // units
    Units: Made<[Leaflet.Map, PageData, string], Units>;
    openCrowd(map: Leaflet.Map, units: Units, spot: Spot): boolean;
  }
}
