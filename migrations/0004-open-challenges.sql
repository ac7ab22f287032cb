-- A new message ends the older ones of its number. The index that keeps one message alive knows only living ones, so for a
-- number nobody has each new message walked through the whole table: slow, and told by the clock (bench: timing).
create index open_challenges_of_number on challenges (name_hash) where ended_at is null;
