#!/bin/sh
# Creates the namespace and its search attributes; doing so again changes nothing.
set -eu

temporal operator cluster health

temporal operator namespace describe -n "$TEMPORAL_NAMESPACE" > /dev/null 2>&1 \
  || temporal operator namespace create -n "$TEMPORAL_NAMESPACE" --retention 7d

# A new namespace is known to every part of the server only after a while: a failure here starts this container again.
temporal operator search-attribute create -n "$TEMPORAL_NAMESPACE" \
  --name CampaignStatus --type Keyword --name CampaignName --type Keyword
