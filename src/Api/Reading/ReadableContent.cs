using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Api.Reading;

/// <summary>A version as it is delivered.</summary>
/// <param name="FileName">What the caller's file is to be called.</param>
/// <param name="Version">The version.</param>
internal sealed record ReadableContent(string FileName, FileVersion Version)
{
    /// <summary>Asked when it is known what a GET sends, before anything is; may refuse by throwing.</summary>
    public Func<ByteRange, Task>? BeforeSending { get; init; }
}
