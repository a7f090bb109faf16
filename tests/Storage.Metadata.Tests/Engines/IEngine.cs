using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Tests.Storage.Metadata.Tests.Engines;

/// <summary>A fresh, empty database of one engine, for one test.</summary>
public interface IEngine : IDisposable
{
    IMetadataDatabase Database { get; }
}
