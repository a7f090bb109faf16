namespace FileStorage.Tests.Storage.Metadata.Tests.Documents;

internal sealed record SampleDocument
{
    public string Name { get; set; } = "nobody";

    public List<Guid> Devices { get; set; } = [];
}
