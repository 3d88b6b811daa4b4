-- Whether anybody on the list is hashed (HashedPerson): where nobody is, begin hashes no phone to look for it.
create index suppression_hashed on suppression (phone) where phone like '#%';
