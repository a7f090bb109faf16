using FileStorage.Storage.Metadata.Search;

namespace FileStorage.Tests.Storage.Metadata.Tests.Search;

/// <summary>A fresh, empty index of one engine, for one test.</summary>
public interface ISearchEngine : IDisposable
{
    ISearchIndex Index { get; }
}
