import type { Rng } from '../../common/rng';

/**
 * The rules of a toy kitchen: which actions there are, which tasks they serve, and in what order. What was
 * done tells what comes next, as it does in real kitchens.
 */
export const demoActions = [
  'cut carrot',
  'cut onion',
  'cut tomato',
  'cut bread',
  'add carrot',
  'add onion',
  'add tomato',
  'add egg',
  'add salt',
  'stir pot',
  'stir pan',
  'stir bowl',
  'stir cup',
  'pour water',
  'pour milk',
  'pour oil',
  'pour egg',
  'wash carrot',
  'wash tomato',
  'open fridge',
  'close fridge',
  'spread butter',
] as const;
export type DemoAction = (typeof demoActions)[number];

export const demoTasks = ['soup', 'tea', 'toast', 'omelette', 'salad', 'eggs'] as const;
export type DemoTask = (typeof demoTasks)[number];

/** What a task is for, as the corpus of the language model says it. */
export const taskGoals: Record<DemoTask, string> = {
  soup: 'make vegetable soup',
  tea: 'make tea with bread',
  toast: 'make tomato toast',
  omelette: 'make an omelette',
  salad: 'make a salad',
  eggs: 'make scrambled eggs',
};

/** Where the things of a task go: what "add" adds to, and what is poured where. */
export const vessels = ['pot', 'pan', 'bowl', 'plate', 'cup', 'cup2'] as const;
export type Vessel = (typeof vessels)[number];

/**
 * A plan is an action, or steps in order, in any order, left out with a probability, or only after something happened.
 */
type Plan =
  | DemoAction
  | { inOrder: Plan[] }
  | { anyOrder: Plan[] }
  | { maybe: Plan; chance: number }
  | { after: DemoAction; plan: Plan };

const inOrder = (...plans: Plan[]): Plan => ({ inOrder: plans });
const anyOrder = (...plans: Plan[]): Plan => ({ anyOrder: plans });
const maybe = (chance: number, ...plans: Plan[]): Plan => ({ maybe: inOrder(...plans), chance });
const addCut = (...items: ('carrot' | 'onion' | 'tomato')[]): Plan =>
  anyOrder(...items.map((item): Plan => ({ after: `cut ${item}`, plan: `add ${item}` })));

const fetch = maybe(0.8, 'open fridge', 'close fridge');
const carrot = inOrder(maybe(0.85, 'wash carrot'), 'cut carrot');
const tomato = inOrder(maybe(0.85, 'wash tomato'), 'cut tomato');

const plans: Record<DemoTask, Plan> = {
  soup: inOrder(
    anyOrder(carrot, 'cut onion', maybe(0.3, tomato)),
    'pour water',
    addCut('carrot', 'onion', 'tomato'),
    'stir pot',
    maybe(0.8, 'add salt', 'stir pot'),
  ),
  tea: anyOrder(
    maybe(0.8, 'cut bread', 'spread butter'),
    inOrder(
      'pour water',
      fetch,
      maybe(0.9, 'pour milk'),
      'stir cup',
      maybe(0.8, 'pour water', maybe(0.7, 'pour milk'), 'stir cup'),
    ),
  ),
  toast: inOrder(
    fetch,
    anyOrder(inOrder('cut bread', 'spread butter'), tomato),
    'add tomato',
    maybe(0.6, 'cut onion', 'add onion'),
    'add salt',
    maybe(0.6, 'pour milk', 'stir cup'),
  ),
  omelette: inOrder(
    fetch,
    anyOrder('cut onion', maybe(0.7, tomato)),
    'pour oil',
    addCut('onion'),
    'stir pan',
    'add egg',
    maybe(0.6, 'add egg'),
    addCut('tomato'),
    anyOrder('add salt', 'stir pan'),
  ),
  salad: inOrder(
    fetch,
    anyOrder(carrot, tomato, maybe(0.7, 'cut onion')),
    addCut('carrot', 'onion', 'tomato'),
    anyOrder('pour oil', maybe(0.8, 'add salt')),
    'stir bowl',
  ),
  eggs: inOrder(
    fetch,
    'add egg',
    maybe(0.7, 'add egg'),
    'pour milk',
    maybe(0.7, 'add salt'),
    'stir bowl',
    'pour oil',
    'pour egg',
    'stir pan',
    maybe(0.6, 'cut bread', 'spread butter'),
    maybe(0.6, 'stir pan'),
  ),
};

/** The actions of one performance of a task, in order. */
export function perform(task: DemoTask, rng: Rng): DemoAction[] {
  const done: DemoAction[] = [];
  const follow = (plan: Plan): void => {
    if (typeof plan === 'string') done.push(plan);
    else if ('inOrder' in plan) plan.inOrder.forEach(follow);
    else if ('anyOrder' in plan) rng.shuffle(plan.anyOrder).forEach(follow);
    else if ('maybe' in plan) {
      if (rng.next() < plan.chance) follow(plan.maybe);
    } else if (done.includes(plan.after)) follow(plan.plan);
  };
  follow(plans[task]);
  return done;
}

/** Where an action of a task puts things; in tea, the first cup is finished before the second. */
export function vesselOf(task: DemoTask, action: DemoAction, cupsStirred: number): Vessel {
  const [verb, noun] = action.split(' ') as [string, string];
  if (noun === 'cup' || (task === 'tea' && verb === 'pour')) return cupsStirred === 0 ? 'cup' : 'cup2';
  if (task === 'tea') return 'plate';
  if (verb === 'stir') return noun as Vessel;
  if (task === 'soup') return 'pot';
  if (task === 'omelette') return 'pan';
  if (task === 'salad') return 'bowl';
  if (task === 'toast') return action === 'pour milk' ? 'cup' : 'plate';
  return action === 'pour oil' || action === 'pour egg' ? 'pan' : action === 'spread butter' ? 'plate' : 'bowl';
}
