// What the page's scripts share: the one global `geomap`, each script adding its part, and the data that Python writes.
import type * as Leaflet from "leaflet";

declare global {
  interface Window {
    geomap: Geomap;
    [map: `map_${string}`]: Leaflet.Map;
  }

  // A count as the data state it: kind, least, most.
  type Ends = [kind: string, minimum: number | null, maximum: number | null];
  interface Count {
    kind: string;
    minimum: number | null;
    maximum: number | null;
  }

  type Point = [x: number, y: number];
  type Leader = [x1: number, y1: number, x2: number, y2: number];
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
  interface Disc {
    x: number;
    y: number;
    radius: number;
  }
  // What a canvas shows of the world; px = world * scale - left/top.
  interface View extends Size {
    scale: number;
    left: number;
    top: number;
  }
  interface Place extends Box {
    rank?: number;
    align?: string;
    leader?: Leader;
  }

  interface Scale {
    maxValue: number;
    maxDiameter: number;
  }
  interface Mark {
    shape: string;
    diameter: number;
  }

  // A circle as it stands: of a symbol, which has its `index`, or of a crowd, which has `members`. In px of the world.
  interface Spot extends Disc {
    id: string;
    isUnknown?: boolean;
    moved?: boolean;
    from?: { x: number; y: number };
    members?: UnitSpot[];
    isLarge?: boolean;
  }
  interface UnitSpot extends Spot {
    index: number;
  }
  interface CrowdMark {
    sum: Count;
    marks: Mark[];
    isLarge: boolean;
    isRinged: boolean;
    isUnknown: boolean;
    radius: number;
    room: number;
    colour: string;
  }
  interface Crowd extends CrowdMark, Spot {
    isLarge: boolean;
    isUnknown: boolean;
    members: UnitSpot[];
    said?: { rows: Said[]; box: Box };
  }
  type Said = [font: string, text: string];
  // How a crowd is painted: one of the map, or the key's sample.
  interface CrowdLook {
    colour: string;
    marks?: Mark[];
    radius?: number;
    isLarge?: boolean;
    isRinged?: boolean;
    large?: number;
  }
  interface CrowdRule {
    crowds: string;
    most: number;
    mayJoin(spot: Spot & { index?: number }): boolean;
    kindOf(index: number): string;
    mark(members: UnitSpot[]): CrowdMark;
  }
  interface CrowdWords {
    units: string;
    sum: string;
    count: string;
  }
  type AreAlike = (one: Spot, other: Spot) => boolean;

  // Each distinct value once; see geomap.placeAt.
  interface Column<T = unknown> {
    values: T[];
    index: number[] | null;
  }
  interface Change {
    kind: string;
    before: number[];
    is_at_most?: boolean;
    ring: boolean;
    origin?: Point | null;
    from?: Point;
    km?: number | null;
    texts?: string[];
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

  interface Look {
    colour: string;
    width: number;
    dash: number[];
    unsettled?: boolean;
  }
  interface AreaLook extends Look {
    opacity: number;
    hatch: number;
    hatch_colour: string;
  }
  interface ArrowLook {
    head: number;
    share: number;
    half_width: number;
    tail: number;
  }
  interface ChangeLook {
    was_width: number;
    was_dash: number[];
    least_ring: number;
    stroke_width: number;
    cross: number;
    tick: [near: number, far: number];
    samples: Record<string, [now: number | null, before: number | null]>;
    colours: Record<string, string>;
  }
  interface Style {
    land: string;
    sea: string;
    edge: string;
    ink: string;
    coast: string;
    opacity: number;
    edge_width: number;
    about: { width: number; strength: number };
    hatch_width: number;
    strength: [strongUntil: number, faintFrom: number, least: number, riversUntil: number];
    arrow: ArrowLook;
    change: ChangeLook;
    lines: Record<string, Look>;
    areas: Record<string, AreaLook>;
  }

  // An area or a line. Its rings are in world coordinates: x, y, x, y ...
  interface Shape {
    id: string;
    role: string;
    rings: Float64Array[];
    box: number[];
    dashed?: boolean;
    look?: Partial<AreaLook>;
    side?: string;
    callout?: string;
    hidden?: boolean;
    leftOut?: boolean;
  }
  interface Ground {
    box: Box;
    points: Point[];
  }
  interface Label {
    id: string;
    text: string;
    style: string;
    look: string;
    lon: number;
    lat: number;
    x: number;
    y: number;
    extent?: [left: number, south: number, right: number, north: number];
    spots?: number[];
    ground?: Ground;
  }
  // What the config sets by hand of a text, whichever it says.
  interface SetText {
    dx?: number;
    dy?: number;
    anchor?: string;
    text?: string;
    hide?: boolean;
  }
  interface Artboard {
    id: string;
    width: number;
    max_diameter: number;
    key: string;
    key_sizes: boolean;
    key_colour: string;
    old_colour: string;
    key_rows: number[];
    left_out: Record<string, boolean | (string | number)[] | Set<string | number>>;
    set: Record<string, Record<string | number, SetText>>;
    abbreviate: string;
    crowds: string;
    apart?: number[];
    room: number;
    bounds: [west: number, south: number, east: number, north: number];
    aspect: number;
    type: Record<string, number>;
    view: Leaflet.LatLngBounds;
  }
  interface KeyRow {
    kind: string;
    sample: string;
    approximate: boolean;
    frame?: string;
    look?: Partial<AreaLook>;
    long: string;
    short: string;
  }
  interface Symbols {
    total: number;
    unit: number[];
    lon: number[];
    lat: number[];
    x: Float64Array;
    y: Float64Array;
    counts: Ends[];
    count: number[];
    kind: string[];
    minimum: (number | null)[];
    maximum: (number | null)[];
    label: string[];
    formations: string[][];
    pictograms: string[][];
    colour: string[];
    change?: (Change | null)[];
  }
  interface TimelineData {
    days: string[];
    words: string[];
    as_of: string[];
    first: number[];
    last: number[];
    texts: Record<string, string>[];
  }
  interface Outline {
    path: string;
    box: [left: number, top: number, right: number, bottom: number];
    size: number;
    key_size: number;
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
    crowds: { units: Record<string, string>; few: string[]; sum: string; key: Record<string, Record<string, string>> };
    style: Style;
    steps: number;
    max_value: number;
    artboards: Artboard[];
    key: { measure: string; values: [value: number, text: string][]; rows: KeyRow[] };
    areas: Shape[];
    lines: Shape[];
    labels: Label[];
    layers: { name: string; shapes: string[]; labels: string[] }[];
    filters: { name: string; options: [key: string, text: string][]; units: Column<number[]> }[];
    tiles: { name: string; url: string; attribution: string; max_zoom: number } | null;
    short: Record<string, string>;
    symbols: Symbols;
    facts: Facts;
    records: Records;
    columns: string[]; // of files
    card: [name: string, form: string][]; // facts in their order, and the form of each
    table: [name: string, form: string][];
    outlines: Record<string, Outline>;
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

  // A text as it was measured in one setting.
  interface Setting extends Size {
    firstLine: number;
    words: string;
    isSlim: boolean;
  }
  interface TextBox extends Place {
    size: Setting;
    around: number;
  }
  // A text of the map that is no unit's.
  interface MapText {
    words: string[];
    set: SetText;
    note: Label | Shape;
    rank: number;
    isNote?: boolean;
    element: HTMLElement;
    sizes: Setting[][];
    below: boolean;
    box?: TextBox;
    standing(scale: number, view: Box): { point: Point; line?: number[] } | undefined;
    places(size: Setting, scale: number, width: number): Place[];
  }
  interface UnitBox extends Place {
    level: string[];
  }
  interface UnitLabel {
    element: HTMLElement;
    rows: Record<string, HTMLElement>;
    levels: string[][];
    ways: number;
    set: SetText;
    sizes: Record<string, Size>;
    box?: UnitBox;
  }

  type Attributes = Record<string, string | number | boolean | undefined>;
  type Child = Node | string | number | undefined | null;
  type Context = CanvasRenderingContext2D;
  type Say = (text: string) => void;

  // A script's class, of which others know the members it says here.
  type Made<Arguments extends unknown[], Members> = new (...made: Arguments) => Members;

  interface CanvasLayer extends Leaflet.Layer {
    canvas?: HTMLCanvasElement;
    redraw(): void;
  }
  interface Tree {
    some(box: Box, test: (id: number) => boolean): boolean;
    within(box: Box): number[];
  }
  interface Grid {
    add(box: Box, item: object): void;
    some(box: Box, test: (item: object) => boolean): boolean;
    meeting(box: Box): Set<object>;
  }
  interface Cover {
    isSeen(x: number, y: number, reach: number): boolean;
    add(x: number, y: number, radius: number): void;
  }
  interface Wording {
    order: Intl.Collator;
    number(value: number): string;
    places(count: number): string;
    crowd(count: number, sum: Count): CrowdWords;
    count(count: Count): string;
    total(indexes: number[]): string;
  }
  interface Placement {
    view: Box;
    lines: Record<string, Grid>;
    copy(): Placement;
    addBox(box: Box): void;
    addLine(points: ArrayLike<number>, kind: string): void;
    isTaken(box: Box): boolean;
    place<P extends Place>(places: P[], most: number): P | undefined;
  }
  interface Units {
    map: Leaflet.Map;
    data: PageData;
    layer: CanvasLayer;
    artboard: Artboard;
    scale: Scale;
    wording?: Wording;
    selected: number;
    order: number[];
    diameters: Float64Array;
    crowds: Crowd[];
    crowdOf: Map<number, Crowd>;
    opened: Set<number>;
    onCrowds?: (crowds: Crowd[]) => void;
    resize(artboard: Artboard): void;
    filter(indexes: number[]): void;
    shown(index: number): boolean;
    open(crowd: Crowd): void;
    movedAside(): Map<number, UnitSpot>;
    truePoint(index: number): Leaflet.Point;
    worldPoint(index: number): Leaflet.Point;
    layerPoint(index: number): Leaflet.Point;
    containerPoint(index: number): Leaflet.Point;
    someMeeting(box: Box, reach: { least?: number; clear?: number }, test: (index: number) => boolean): boolean;
    origins(): (Disc & { index: number; change: Change })[];
    select(index: number): void;
    at(containerPoint: Leaflet.Point): number;
  }
  interface UnitButtons {
    layout(): void;
    focus(index: number): void;
  }
  interface Labels {
    map: Leaflet.Map;
    units: Units;
    scale: number;
    texts: MapText[];
    unitLabel(index: number): UnitLabel;
    reset(artboard: Artboard): void;
    layoutFirst(): (Label | Shape)[];
    layout(): void;
  }
  interface Found {
    units: Map<number, UnitBox>;
    texts: Map<MapText, TextBox>;
  }
  interface TextSearch {
    run(shown: number[], fixed: Map<number, UnitBox>, texts: MapText[]): Found;
  }
  interface Card {
    element: HTMLElement;
    index: number;
    onChange: (index: number) => void;
    open(index: number): void;
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
    isPrinted?: boolean;
    figures: HTMLDetailsElement;
    show(shown: number[]): void;
    render(): void;
    mark(index: number): void;
    reveal(index: number): void;
  }
  interface Timeline {
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
    showNotes: (notes: (Label | Shape)[]) => void;
  }
  interface TableActions {
    mark(index: number): void;
    open(index: number, opener: HTMLElement): void;
  }
  interface Explore {
    table: Table;
    start(): void;
    settle(isBeside: boolean): void;
    fit(artboard: Artboard): void;
    giveBack(index: number): void;
  }
  type SortKey = (index: number) => [number, number] | null;

  interface Geomap {
    // address
    readAddress(hash: string, data: PageData): State | undefined;
    writtenAddress(state: State, map: Leaflet.Map, data: PageData, open: number): string;
    addressWriter(text: () => string): () => void;
    // apart, crowds, spread
    pairsToJoin(spots: Spot[], areAlike: AreAlike): [Spot, Spot][];
    pushedApart(spots: Spot[], frame: Box): Spot[];
    nearestToWorst(spots: Spot[], areAlike: AreAlike): [Spot, Spot][];
    gathered(spots: Spot[], frame: Box, rule: CrowdRule): Spot[];
    byRadius(one: Spot, other: Spot): number;
    isFull(spots: Spot[], frame: Box): boolean;
    hidings(spots: Spot[]): { spot: Spot; others: Spot[] }[];
    setAside(spots: Spot[], hidden: Spot[], frame: Box, most?: number): { placed: Spot[]; stuck: Spot[] };
    settled(spots: Spot[], frame: Box, rule: CrowdRule): Spot[];
    // area, arrow, basemap
    paintArea(
      context: Context,
      trace: () => void,
      box: number[],
      shift: number,
      look: AreaLook,
      style: Style,
      dashed?: boolean,
    ): void;
    paintArrow(context: Context, points: Point[], look: Look, arrow: ArrowLook, dashed?: boolean): void;
    areaLook(style: Style, role: string, ofSide?: Partial<AreaLook>): AreaLook;
    lineLook(style: Style, role: string, ofSide?: Partial<AreaLook>): Look;
    dash(look: Look, dashed?: boolean): number[];
    isOverlay(shape: Shape): boolean;
    isLand(data: PageData, x: number, y: number): boolean;
    colourAt(data: PageData, x: number, y: number): string;
    basemap(data: PageData): (context: Context, view: View) => void;
    // artboard
    artboardAt(artboards: Artboard[], width: number): Artboard;
    scaleOf(data: PageData, artboard: Artboard): Scale;
    leavesOut(artboard: Artboard, kind: string, id: string | number): boolean;
    setText(artboard: Artboard, kind: string, id: string | number): SetText;
    isFixed(set: SetText): boolean;
    wordings(data: PageData, artboard: Artboard, text: string): string[];
    obey(data: PageData, artboard: Artboard): void;
    isPainted(shape: Shape): boolean;
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
    // by_hand
    alignByHand(element: HTMLElement, set: SetText): void;
    boxByHand(set: SetText, point: Point, size: Size & { firstLine: number }): Box;
    leaderToCircle(box: Box, point: Point, radius: number): Leader | undefined;
    leaderToLine(box: Box, points: number[]): Leader | undefined;
    longestWithin(lines: number[][], box: Box): number[] | undefined;
    // canvas_layer, view
    CanvasLayer: Made<[pane: string, paint: (context: Context, view: View) => void], CanvasLayer>;
    worldSize(map: Leaflet.Map): number;
    firstView(artboard: Artboard, width: number): Leaflet.LatLngBounds;
    worldBox(view: Leaflet.LatLngBounds, scale: number, inset: number): Box;
    mapHeight(artboard: Artboard, width: number): number;
    mapWidth(artboard: Artboard, room: number): number;
    fitView(map: Leaflet.Map, artboard: Artboard): void;
    // card
    Card: Made<
      [HTMLElement, HTMLElement, HTMLElement, PageData, Units, (index: number, focused: boolean) => void],
      Card
    >;
    // changes
    changeOf(data: PageData, index: number): Change | null;
    meets(box: Box, disc: Disc, clear: number): boolean;
    wasDiameter(change: Change, scale: Scale, style: Style): number;
    changedDiameter(change: Change, diameter: number, scale: Scale, style: Style): number;
    paintChange(
      context: Context,
      x: number,
      y: number,
      change: Change,
      diameter: number,
      scale: Scale,
      style: Style,
    ): void;
    paintMove(context: Context, here: Disc, origin: Disc, change: Change, scale: Scale, style: Style): void;
    paintChangeSample(context: Context, middle: number, kind: string, colour: string, scale: Scale, style: Style): void;
    // counts
    addCounts(one: Count, other: Count): Count;
    totalOf(counts: Count[]): Count;
    sumOf(counts: Ends[]): Count;
    fill(text: string, values: Record<string, string | number>): string;
    Wording: Made<[PageData], Wording>;
    // cover, grid, tree
    Cover: Made<[width: number, height: number, opacity: number], Cover>;
    Grid: Made<[], Grid>;
    Tree: Made<[xs: Float64Array, ys: Float64Array], Tree>;
    // crowd_marks, crowd_texts, crowd_units
    largestCrowd(frame: Box): number;
    crowdMark(data: PageData, scale: Scale, members: UnitSpot[], most: number): CrowdMark;
    crowdSamples(colour: string): Record<string, CrowdLook>;
    kindOfCrowd(crowd: CrowdLook): string;
    paintCrowd(context: Context, x: number, y: number, crowd: CrowdLook, style: Style): void;
    sayCrowds(crowds: Crowd[], discs: Disc[], view: Box, wordsOf: (crowd: Crowd) => CrowdWords): void;
    paintSaid(context: Context, crowd: Crowd, view: View, style: Style): void;
    crowdRule(units: Units): CrowdRule;
    paintCrowds(context: Context, view: View, units: Units): void;
    tellCrowds(units: Units, placed: Spot[], view: Box): void;
    paintCrowdTexts(context: Context, view: View, units: Units): void;
    crowdAt(units: Units, containerPoint: Leaflet.Point): Crowd | undefined;
    openCrowd(map: Leaflet.Map, units: Units, crowd: Crowd): void;
    // data
    worldX(lon: number): number;
    worldY(lat: number): number;
    placeAt(column: { index: number[] | null }, row: number): number;
    valueAt<T>(column: Column<T>, row: number): T;
    recordOf(columns: Facts | Records, row: number): Record<string, unknown>;
    factOf(data: PageData, symbol: number): Fact;
    idOf(data: PageData, symbol: number): string;
    nameOf(data: PageData, symbol: number): string;
    own<T>(record: Record<string, T>, name: string | number): T | undefined;
    readData(): PageData;
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
    pictograms(data: PageData, names: string[], size: "size" | "key_size"): SVGElement[];
    // embed, fonts, gestures
    reportHeight(): void;
    prepareForPrint(frame: HTMLElement, table: Table): void;
    addFonts(): void;
    hints(element: HTMLElement): Say;
    shareGestures(map: Leaflet.Map, say: Say, words: Words): void;
    // explore, filter, panel, timeline
    Explore: Made<[Explored], Explore>;
    everything(): State;
    isFiltered(state: State): boolean;
    Filter: Made<[PageData], Filter>;
    fold(text: string): string;
    SWITCHES: string[];
    Panel: Made<[HTMLDetailsElement, PageData, (state: State) => void], Panel>;
    isLastDay(timeline: TimelineData, day: number | undefined): boolean;
    isOnDay(timeline: TimelineData, index: number, day: number | undefined): boolean;
    mostAtOnce(data: PageData): number;
    Timeline: Made<[HTMLElement, PageData, TimelineData, (day: number) => void], Timeline>;
    // key
    explainCrowds(element: HTMLElement, data: PageData, artboard: Artboard, crowds: Crowd[]): void;
    lineSample(style: Style, role: string, dashed?: boolean, ofSide?: Partial<AreaLook>): Element;
    drawKey(element: HTMLElement, data: PageData, artboard: Artboard, scale: Scale): void;
    // labels, placement, settings, text_search, texts, unit_label
    CONTROLS: Size;
    Labels: Made<[Leaflet.Map, PageData, Units, string], Labels>;
    TextSearch: Made<[Labels, Placement], TextSearch>;
    placesBeside(
      x: number,
      y: number,
      radius: number,
      width: number,
      height: number,
      anchor: string | undefined,
    ): Place[];
    placesLedOff(
      x: number,
      y: number,
      radius: number,
      width: number,
      height: number,
      anchor: string | undefined,
    ): Place[];
    placesAround(x: number, y: number, width: number, height: number, reach: number): Place[];
    Placement: Made<[limits: Box, view: Box, isOnCircle: (box: Box) => boolean, under?: Placement], Placement>;
    settings(text: MapText): Setting[][];
    placeByHand(text: MapText, scale: number, view: Box): TextBox | undefined;
    placesOf(text: MapText, sizes: Setting[], scale: number, mapWidth: number): TextBox[];
    longestRing(line: Shape): Float64Array;
    textsOf(data: PageData, artboard: Artboard): MapText[];
    unitLabel(data: PageData, index: number, artboard: Artboard): UnitLabel;
    measureRows(label: UnitLabel): void;
    levelSize(sizes: Record<string, Size>, level: string[]): Size & { firstLine: number };
    // marks, mark_paint, units
    Units: Made<[Leaflet.Map, PageData, string], Units>;
    diameter(scale: Scale, value: number): number;
    marks(scale: Scale, kind: string, minimum: number | null, maximum: number | null): Mark[];
    drawnDiameter(style: Style, kind: string, maximum: number | null, diameter: number): number;
    outerDiameter(marks: Mark[]): number;
    paintRing(
      context: Context,
      x: number,
      y: number,
      diameter: number,
      colour: string,
      dash: number[],
      from?: number,
      to?: number,
    ): void;
    paintMarks(context: Context, x: number, y: number, marks: Mark[], colour: string, style: Style): void;
    paintTick(context: Context, spot: Disc, point: { x: number; y: number }, view: View, colour: string): void;
    paintTruePoints(context: Context, points: { x: number; y: number }[], view: View, colour: string): void;
    // record, rows, table, tools
    record(data: PageData, index: number): Row;
    csv(data: PageData, indexes: number[]): string;
    geojson(data: PageData, indexes: number[]): string;
    download(name: string, type: string, text: string): void;
    tableRow(data: PageData, index: number, columns: string[]): HTMLTableRowElement;
    formOf(data: PageData, column: string): string;
    isOfNumbers(data: PageData, column: string): boolean;
    sortKeys(data: PageData, column: string, words: Wording): SortKey;
    sorted(indexes: number[], key: SortKey, isDescending: boolean): number[];
    Table: Made<[HTMLDetailsElement, PageData, Wording, TableActions], Table>;
    addTools(figures: HTMLElement, data: PageData, rows: () => number[]): void;
    // tiles
    OnlineMap: Made<[Leaflet.Map, PageData, CanvasLayer, Say], OnlineMap>;
  }
}
