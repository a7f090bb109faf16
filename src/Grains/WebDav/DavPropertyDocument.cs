namespace FileStorage.Grains.WebDav;

/// <summary>A dead property as stored. The property names are a stored format.</summary>
internal sealed class DavPropertyDocument
{
    public string Namespace { get; set; } = "";

    public string Name { get; set; } = "";

    public string Xml { get; set; } = "";
}
