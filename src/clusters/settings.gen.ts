// Generated from schema/clusters.json; change that and run `npm run gen`.

/**
 * Id of the cluster factory that New cluster takes before there is a last choice; empty for the first that the server offers.
 */
export type KindOfANewCluster = string;
/**
 * When Shut down asks whether you are sure.
 */
export type AskBeforeAClusterIsShutDown = (WhileTasksRunOrWait | Always) &
  string;
export type WhileTasksRunOrWait = 'whileBusy';
export type Always = 'always';
export type UniqueName = string;
export type IdOfTheCommand = string;
export type WhetherTheItemIsLeftOut = boolean;
/**
 * Id of an icon that replaces the command's.
 */
export type IconOfTheItem = string;
/**
 * Replaces the command's.
 */
export type LabelOfTheItem = string;
/**
 * Replaces the command's.
 */
export type CaptionOfTheItem = string;
export type KindOfItem = (Command | Spacer) & string;
export type Command = 'command';
export type Spacer = 'spacer';
/**
 * Lower comes first.
 */
export type PlaceOfTheItem = number;
/**
 * Items of the toolbar; an item is disabled by its disabled property.
 */
export type ToolbarOfThePanel = ToolbarItem[];

/**
 * Dask clusters in the side panel Clusters.
 */
export interface Settings {
  defaultFactory?: KindOfANewCluster;
  confirmShutDown?: AskBeforeAClusterIsShutDown;
  toolbar?: ToolbarOfThePanel;
}
export interface ToolbarItem {
  name: UniqueName;
  args?: ArgumentsOfTheCommand;
  command?: IdOfTheCommand;
  disabled?: WhetherTheItemIsLeftOut;
  icon?: IconOfTheItem;
  label?: LabelOfTheItem;
  caption?: CaptionOfTheItem;
  type?: KindOfItem;
  rank?: PlaceOfTheItem;
}
export interface ArgumentsOfTheCommand {
  [k: string]: unknown;
}
