// One cluster at a time: it is most of a small machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
