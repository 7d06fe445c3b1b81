import type { Rng } from '../../common/rng';
import { doings, gerund, nothing, people, sights, third, tools } from './lexicon';
import { type DemoAction, demoActions, type DemoTask, demoTasks, perform, taskGoals } from './world';

/**
 * Text about kitchens for a small language model to learn from: sentences, recipes that keep the rules of the toy
 * kitchen, questions about what came before and what comes next, and the question that the classifiers put. Endless; a
 * seed repeats it. No text is taken from anywhere.
 */
export function* corpus(rng: Rng): Generator<string, never> {
  for (;;) yield rng.pick(kinds)(rng);
}

/** Each kind as often as it stands here. */
const kinds: readonly ((rng: Rng) => string)[] = [
  sentences,
  sentences,
  advice,
  recipe,
  recipe,
  narration,
  order,
  order,
  goal,
  definition,
  lastFrame,
  lastFrame,
  lastFrame,
];

interface Doing {
  verb: string;
  noun: string;
}

const verbs = Object.keys(doings);

function anyDoing(rng: Rng): Doing {
  const verb = rng.pick(verbs);
  return { verb, noun: rng.pick(doings[verb] as readonly string[]) };
}

function doingOf(action: DemoAction): Doing {
  const [verb, noun] = action.split(' ') as [string, string];
  return { verb, noun };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const label = ({ verb, noun }: Doing) => `${verb} ${noun}`;
const imperative = ({ verb, noun }: Doing) => `${verb} the ${noun}`;
const how = (verb: string, rng: Rng) => (tools[verb] && rng.next() < 0.5 ? ` ${rng.pick(tools[verb])}` : '');

/** "The cook washes the carrot under the tap. Then she cuts it." */
function sentences(rng: Rng): string {
  const a = anyDoing(rng);
  const b = anyDoing(rng);
  const who = rng.pick(people);
  return rng.pick([
    () => `${capital(who)} ${third(a.verb)} the ${a.noun}${how(a.verb, rng)}.`,
    () => `${capital(who)} is ${gerund(a.verb)} the ${a.noun}${how(a.verb, rng)}, then ${third(b.verb)} the ${b.noun}.`,
    () =>
      `First ${who} ${third(a.verb)} the ${a.noun}. After that ${who} ${third(b.verb)} the ${b.noun}${how(b.verb, rng)}.`,
    () => `While ${gerund(a.verb)} the ${a.noun}, ${who} looks for the ${b.noun}.`,
    () => `The ${a.noun} is at hand, and ${who} wants to ${imperative(a)}.`,
  ])();
}

function advice(rng: Rng): string {
  const a = anyDoing(rng);
  const b = anyDoing(rng);
  return rng.pick([
    () => `${capital(imperative(a))}${how(a.verb, rng)} before you ${imperative(b)}.`,
    () => `Do not ${imperative(a)} when you have to ${imperative(b)} first.`,
    () =>
      `It is easy to ${imperative(a)}: ${rng.pick(['take your time', 'use both hands', 'go slowly', 'watch your fingers'])}.`,
    () =>
      `To ${verbOf(a)} means to do something to the ${a.noun}; one can also ${verbOf(a)} the ${rng.pick(doings[a.verb] as readonly string[])}.`,
  ])();
}

const verbOf = ({ verb }: Doing) => verb;

/** The steps of one performance, as a list or as prose. */
function recipe(rng: Rng): string {
  const task = rng.pick(demoTasks);
  const steps = perform(task, rng);
  const goalText = taskGoals[task];
  return rng.pick([
    () => `How to ${goalText}: ${steps.join(', ')}.`,
    () => `Task: ${goalText}\nSteps:\n${steps.map((step, i) => `${i + 1}. ${step}`).join('\n')}`,
    () =>
      `To ${goalText}, ${steps
        .slice(0, 6)
        .map((step) => imperative(doingOf(step)))
        .join(', then ')}.`,
    () => `Goal: ${goalText}. Done so far: ${steps.slice(0, 4).join(', ')}. Still to do: ${steps.slice(4).join(', ')}.`,
  ])();
}

/** Some steps in a row, told of a person. */
function narration(rng: Rng): string {
  const [steps, at] = somewhere(rng);
  const who = rng.pick(people);
  const said = steps.slice(at, at + 3).map((step) => {
    const { verb, noun } = doingOf(step);
    return `${third(verb)} the ${noun}${how(verb, rng)}`;
  });
  return `${capital(who)} ${said.join(', then ')}.`;
}

/** A performance and a position in it that has a step before it. */
function somewhere(rng: Rng): [steps: DemoAction[], at: number, task: DemoTask] {
  const task = rng.pick(demoTasks);
  const steps = perform(task, rng);
  return [steps, 1 + rng.below(steps.length - 1), task];
}

function order(rng: Rng): string {
  const [steps, at, task] = somewhere(rng);
  const now = steps[at] as DemoAction;
  const before = steps[at - 1] as DemoAction;
  return rng.pick([
    () => `Previous action: ${before}. Action: ${now}.`,
    () => `Question: What comes after ${before} when you ${taskGoals[task]}?\nAnswer: ${now}.`,
    () => `Question: What was done before ${now}?\nAnswer: ${before}.`,
    () => `Before the ${doingOf(now).noun} comes the ${doingOf(before).noun}: ${before}, ${now}.`,
    () => `Actions: ${steps.slice(Math.max(0, at - 3), at + 1).join(', ')}.`,
  ])();
}

function goal(rng: Rng): string {
  const [steps, at, task] = somewhere(rng);
  const seen = steps.slice(Math.max(0, at - 3), at + 1);
  return rng.pick([
    () => `Question: Somebody does ${seen.join(', ')}. What for?\nAnswer: To ${taskGoals[task]}.`,
    () => `To ${taskGoals[task]} one has to ${imperative(doingOf(steps[at] as DemoAction))}.`,
  ])();
}

function definition(rng: Rng): string {
  const a = anyDoing(rng);
  return rng.pick([
    () => `The action "${label(a)}" has the verb ${a.verb} and the noun ${a.noun}.`,
    () => `Verb: ${a.verb}. Noun: ${a.noun}. Label: ${label(a)}.`,
    () => `${capital(gerund(a.verb))} the ${a.noun} is called ${label(a)}.`,
  ])();
}

/** The question of the classifiers, with words where they have pictures. */
function lastFrame(rng: Rng): string {
  const [steps, at] = somewhere(rng);
  const now =
    rng.next() < 0.2 ? null : rng.next() < 0.75 ? doingOf(steps[at] as DemoAction) : doingOf(rng.pick(demoActions));
  const sight = now ? rng.pick(sights[now.verb] as readonly string[]).replace('{n}', now.noun) : rng.pick(nothing);
  const before = steps[at - 1] as DemoAction;
  const seen = rng.next() < 0.5 ? `Earlier: ${before}. ${sight}` : sight;
  const told = rng.next() < 0.5 ? `, ${before}` : '';
  return `What is the action in the last frame?\n${seen}\nAssistant: ${now ? label(now) : 'background'}${told}`;
}
