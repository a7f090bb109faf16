using System.Text;

namespace FileStorage.Tests.EndToEnd.Trees;

/// <summary>Trees of files from a seed, and their exact comparison.</summary>
internal static class TestTree
{
    private static readonly DateTime FirstTime = new(2019, 3, 4, 5, 6, 7, DateTimeKind.Utc);

    /// <summary>Names that are legal and unusual, each in NFC.</summary>
    public static IReadOnlyList<string> OddNames { get; } =
    [
        " leading and trailing space ", "new\nline", "tab\tcarriage\rreturn", "bell\a escape\u001b delete\u007f", "back\\slash", "quote'\"`$(x)",
        "*?[a-z]{1,2}", "%2e%2f%00", "#fragment?query&x=y+z", "...", "..a", "-rf", "~", "con", "nul.txt", "trailing.dot.", "a:b|c<d>e",
        "\u00e9\u00fc\u00f1", "\u65e5\u672c\u8a9e", "\u0627\u0644\u0639\u0631\u0628\u064a\u0629", "\U0001f600 family \U0001f468\u200d\U0001f469\u200d\U0001f467", "\u200bzero width", "\ufffd", "\u202eright to left",
        new string('x', 255), string.Concat(Enumerable.Repeat("\u65e5", 85)), "\u0001", "+", "a b+c", ";semi;colon", "=@,",
    ];

    /// <summary>Every kind of thing: odd names at two depths, empty files and folders, executables, old times, sizes around the chunk limits.</summary>
    public static void WriteEveryKind(string folder)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(7_001);
        foreach (var (name, index) in OddNames.Select((name, index) => (name, index)))
        {
            Write(Path.Combine(folder, "names", name), random, random.Next(0, 4_000), index);
            Write(Path.Combine(folder, "folders", name, name), random, random.Next(0, 4_000), index);
        }

        foreach (var (size, index) in new[] { 0, 1, 65_535, 262_144, 262_145, 4_194_303, 4_194_304, 4_194_305, 9_000_000 }.Select((size, index) => (size, index)))
        {
            Write(Path.Combine(folder, "sizes", $"{size}.bin"), random, size, index);
        }

        Directory.CreateDirectory(Path.Combine(folder, "empty", "below"));
        Write(Path.Combine(folder, "bin", "tool.sh"), random, 100, 1);
        File.SetUnixFileMode(Path.Combine(folder, "bin", "tool.sh"), (UnixFileMode)0b111_101_101);
        Write(Path.Combine(folder, Path.Combine([.. Enumerable.Range(0, 40).Select(depth => $"deep{depth}")]), "bottom"), random, 10, 2);
    }

    /// <summary>Many small files and a few of several chunks.</summary>
    public static void WriteMany(string folder, int seed, int smallFiles, int largeFiles)
    {
        var random = new Random(seed);
        for (var index = 0; index < smallFiles; index++)
        {
            Write(Path.Combine(folder, $"d{index % 7}", $"small{index:D5}"), random, random.Next(0, 20_000), index);
        }

        for (var index = 0; index < largeFiles; index++)
        {
            Write(Path.Combine(folder, "large", $"large{index:D3}"), random, random.Next(4_000_000, 12_000_000), index);
        }
    }

    /// <summary>Fails unless both hold the same folders and files, with the same bytes, times (to the second) and executable bits.</summary>
    public static void AssertSame(string expected, string actual)
    {
        var before = Entries(expected);
        var after = Entries(actual);

        Assert.Empty(before.Keys.Except(after.Keys));
        Assert.Empty(after.Keys.Except(before.Keys));
        foreach (var (name, entry) in before.Where(entry => entry.Value is FileInfo))
        {
            var file = (FileInfo)entry;
            var copy = new FileInfo(after[name].FullName);
            Assert.True(File.ReadAllBytes(file.FullName).AsSpan().SequenceEqual(File.ReadAllBytes(copy.FullName)), $"{name} differs");
            Assert.True((file.LastWriteTimeUtc - copy.LastWriteTimeUtc).Duration() < TimeSpan.FromSeconds(1), $"{name} has time {copy.LastWriteTimeUtc:O} in place of {file.LastWriteTimeUtc:O}");
            Assert.Equal(IsExecutable(file), IsExecutable(copy));
        }
    }

    public static void Write(string path, Random random, int size, int index)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var content = new byte[size];
        if (index % 2 == 0)
        {
            random.NextBytes(content);
        }
        else
        {
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"line {random.Next(1_000)} of a text\n", (size / 15) + 1))).AsSpan(0, size).CopyTo(content);
        }

        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, FirstTime.AddSeconds(index * 86_461L));
    }

    private static SortedDictionary<string, FileSystemInfo> Entries(string folder) => new(
        new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
            .ToDictionary(entry => Path.GetRelativePath(folder, entry.FullName)),
        StringComparer.Ordinal);

    private static bool IsExecutable(FileInfo file) => (file.UnixFileMode & UnixFileMode.UserExecute) != 0;
}
