-- A fragment in media.url is refused now, and what has been stored must still be read: no server was ever told it.
update campaign set spec = jsonb_set(spec, '{media,url}', to_jsonb(split_part(spec #>> '{media,url}', '#', 1)))
where spec #>> '{media,url}' like '%#%';
