/**
 * Words of a larger kitchen than the one in the clips, so that the language model learns what verbs go with what nouns
 * before it sees a label.
 */

/** What is done to what: a verb and the nouns that it goes with. */
export const doings: Readonly<Record<string, readonly string[]>> = {
  cut: [
    'carrot',
    'onion',
    'tomato',
    'bread',
    'potato',
    'pepper',
    'cucumber',
    'apple',
    'cheese',
    'lemon',
    'leek',
    'meat',
  ],
  slice: ['carrot', 'onion', 'tomato', 'bread', 'cucumber', 'mushroom', 'banana', 'ham', 'cheese', 'lemon'],
  chop: ['onion', 'garlic', 'parsley', 'carrot', 'celery', 'pepper', 'nuts', 'cabbage', 'chocolate'],
  peel: ['carrot', 'onion', 'potato', 'garlic', 'apple', 'ginger', 'orange', 'pumpkin', 'egg'],
  grate: ['carrot', 'cheese', 'lemon', 'ginger', 'nutmeg', 'chocolate', 'potato'],
  wash: ['carrot', 'tomato', 'lettuce', 'potato', 'apple', 'hands', 'knife', 'pan', 'plate', 'rice', 'spinach'],
  rinse: ['rice', 'beans', 'lettuce', 'cup', 'bowl', 'spinach', 'noodles'],
  add: [
    'carrot',
    'onion',
    'tomato',
    'egg',
    'salt',
    'pepper',
    'garlic',
    'flour',
    'sugar',
    'butter',
    'rice',
    'basil',
    'cream',
  ],
  stir: ['pot', 'pan', 'bowl', 'cup', 'soup', 'sauce', 'rice', 'tea', 'batter', 'porridge'],
  mix: ['salad', 'flour', 'batter', 'sauce', 'dough', 'egg', 'spices'],
  pour: ['water', 'milk', 'oil', 'egg', 'tea', 'coffee', 'cream', 'vinegar', 'broth', 'juice', 'batter'],
  heat: ['water', 'oil', 'milk', 'pan', 'oven', 'soup', 'broth'],
  boil: ['water', 'egg', 'potato', 'rice', 'noodles', 'beans', 'milk'],
  fry: ['onion', 'egg', 'mushroom', 'fish', 'potato', 'garlic', 'bread', 'ham'],
  bake: ['bread', 'cake', 'potato', 'fish', 'apple', 'pumpkin'],
  open: ['fridge', 'oven', 'drawer', 'cupboard', 'bottle', 'jar', 'tin', 'window'],
  close: ['fridge', 'oven', 'drawer', 'cupboard', 'bottle', 'jar', 'window', 'lid'],
  take: ['plate', 'knife', 'spoon', 'bowl', 'cup', 'milk', 'egg', 'butter', 'bread', 'towel', 'lid'],
  put: ['lid', 'plate', 'pan', 'pot', 'bread', 'spoon', 'cup', 'dish'],
  spread: ['butter', 'jam', 'honey', 'cheese', 'sauce'],
  melt: ['butter', 'chocolate', 'cheese', 'sugar'],
  crack: ['egg', 'nuts'],
  beat: ['egg', 'cream', 'butter'],
  toast: ['bread', 'nuts', 'seeds'],
  serve: ['soup', 'salad', 'tea', 'toast', 'omelette', 'rice', 'cake', 'fish'],
  taste: ['soup', 'sauce', 'salad', 'broth'],
  wipe: ['board', 'table', 'hob', 'counter', 'hands'],
  dry: ['plate', 'hands', 'lettuce', 'cup', 'knife'],
};

/** Inflections that are not verb + "s" and verb + "ing". */
const irregular: Readonly<Record<string, readonly [third: string, ing: string]>> = {
  cut: ['cuts', 'cutting'],
  slice: ['slices', 'slicing'],
  chop: ['chops', 'chopping'],
  grate: ['grates', 'grating'],
  wash: ['washes', 'washing'],
  rinse: ['rinses', 'rinsing'],
  stir: ['stirs', 'stirring'],
  mix: ['mixes', 'mixing'],
  fry: ['fries', 'frying'],
  bake: ['bakes', 'baking'],
  close: ['closes', 'closing'],
  take: ['takes', 'taking'],
  put: ['puts', 'putting'],
  serve: ['serves', 'serving'],
  taste: ['tastes', 'tasting'],
  wipe: ['wipes', 'wiping'],
  dry: ['dries', 'drying'],
};

/** "washes" of "wash". */
export const third = (verb: string): string => irregular[verb]?.[0] ?? `${verb}s`;
/** "washing" of "wash". */
export const gerund = (verb: string): string => irregular[verb]?.[1] ?? `${verb}ing`;

export const people = [
  'the cook',
  'she',
  'he',
  'the person',
  'my mother',
  'the child',
  'a friend',
  'the baker',
  'grandfather',
];
export const tools: Readonly<Record<string, readonly string[]>> = {
  cut: ['with a sharp knife', 'on the wooden board', 'into thin slices', 'into small pieces'],
  slice: ['with the bread knife', 'very thinly', 'on the board'],
  chop: ['finely', 'with a large knife', 'on the board'],
  wash: ['under the tap', 'in the sink', 'with cold water'],
  rinse: ['under cold water', 'in the sink', 'twice'],
  add: ['to the pot', 'to the pan', 'to the bowl', 'little by little', 'at the end'],
  stir: ['with the wooden spoon', 'slowly', 'in circles', 'until it is smooth'],
  pour: ['into the pot', 'into the cup', 'into the pan', 'into the bowl', 'without spilling a drop'],
  spread: ['on the toast', 'on the bread', 'with the small knife', 'to the edge'],
  open: ['with the left hand', 'with the right hand', 'and looks inside'],
  close: ['again', 'with the left hand', 'gently'],
  fry: ['in hot oil', 'until golden', 'in butter'],
  bake: ['in the oven', 'until golden', 'for an hour'],
};

/** What a person sees in the last frame of each kind of action. */
export const sights: Readonly<Record<string, readonly string[]>> = {
  cut: [
    'The knife goes up and down on the {n}.',
    'Slices of {n} lie on the board.',
    'One hand holds the {n}, the other the knife.',
  ],
  add: [
    'The hand tips a small bowl and {n} falls.',
    'Pieces of {n} fall from the hand.',
    'There was no {n} in it, now there is.',
  ],
  stir: [
    'The spoon goes round in the {n}.',
    'The wooden spoon turns in circles in the {n}.',
    'What is in the {n} moves round.',
  ],
  pour: ['A thin stream of {n} runs down.', 'The hand tilts it and {n} flows.', 'The level of {n} rises.'],
  wash: ['Water runs over the {n}.', 'Both hands rub the {n} under the tap.', 'The {n} is wet and clean.'],
  open: ['The door of the {n} swings towards us.', 'The hand pulls at the {n}.', 'Light comes out of the {n}.'],
  close: ['The door of the {n} swings back.', 'The hand pushes the {n}.', 'The light of the {n} goes out.'],
  spread: ['The small knife strokes the bread with {n}.', 'The bread turns yellow with {n}.'],
};

export const nothing = [
  'The hands rest.',
  'Nothing happens on the counter.',
  'The hand reaches for something.',
  'The kitchen is quiet.',
  'Nobody is at the board.',
  'The hand leaves the picture.',
];
