namespace FileStorage.Tests.Runtime.Documents;

[Alias("runtime.document")]
public interface IDocumentGrain : IGrainWithGuidKey
{
    [Alias("write")]
    Task<string?> WriteAsync(string text);

    [Alias("read")]
    Task<StoredText> ReadAsync();

    [Alias("clear")]
    Task ClearAsync();

    [Alias("end")]
    Task EndAsync();

    /// <summary>Overwrites the document behind the back of another activation.</summary>
    [Alias("write-elsewhere")]
    Task WriteElsewhereAsync(string text);
}
