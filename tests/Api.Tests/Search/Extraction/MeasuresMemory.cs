namespace FileStorage.Tests.Api.Tests.Search.Extraction;

/// <summary>Tests that count what the process allocates: nothing else may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuresMemory
{
    public const string Name = "measures memory";
}
