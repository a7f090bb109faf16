// Starts and kills real servers on two cores: one at a time, or their times mean nothing.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// Executable bits and signals are tested as Linux has them.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
