namespace FileStorage.Grains.WebDav;

/// <summary>A shard of dead properties as stored. The property names are a stored format.</summary>
internal sealed class DavPropertiesDocument
{
    public Dictionary<Guid, List<DavPropertyDocument>> Entries { get; set; } = [];
}
