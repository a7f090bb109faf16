using System.Text.Json.Serialization.Metadata;

namespace FileStorage.Storage.Metadata.Documents;

/// <summary>How the documents of grains become JSON.</summary>
public sealed class DocumentStorageOptions
{
    /// <summary>
    /// Source-generated contexts that between them know every document; asked in this order. A document none of them knows cannot
    /// be read or written.
    /// </summary>
    public IList<IJsonTypeInfoResolver> Resolvers { get; } = [];
}
