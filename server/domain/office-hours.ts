/** 办公时间: when the clockwork may speak to people. Minutes are counted from midnight of the city. */

/** Begin and end of a working day, `HH:MM`; the end itself is no longer in it. */
export interface OfficeHours {
  from: string;
  to: string;
}

/** 08:30 to 17:30, as most offices keep. */
export const usualHours: OfficeHours = { from: '08:30', to: '17:30' };

/** Whether a text is a time of day, `HH:MM`. */
export const isTimeOfDay = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);

/** Minutes since midnight of a time of day. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Whether these minutes since midnight lie in the office hours. */
export const isOfficeTime = ({ from, to }: OfficeHours, minutes: number): boolean =>
  minutes >= minutesOf(from) && minutes < minutesOf(to);
