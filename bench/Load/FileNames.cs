using System.Globalization;

namespace FileStorage.Bench.Load;

/// <summary>Where the files of one run go: a folder of its own, a thousand files a folder.</summary>
internal sealed class FileNames(string run)
{
    public const int FilesPerFolder = 1_000;

    public string Path(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"/load/{run}/d{index / FilesPerFolder:D4}/f{index:D8}.bin");

    public IEnumerable<string> Folders(int files) =>
        Enumerable.Range(0, (files + FilesPerFolder - 1) / FilesPerFolder)
            .Select(folder => string.Create(CultureInfo.InvariantCulture, $"/load/{run}/d{folder:D4}"));
}
