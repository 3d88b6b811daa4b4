-- The media's MIME type as it was found when the campaign was posted, for vendors that are told it beside a URL whose
-- content is not stored. Null: posted before this was kept.
alter table campaign add column mime_type text;
