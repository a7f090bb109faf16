using System.Globalization;

namespace FileStorage.Sync.Local.Linux;

/// <summary>What is noted beside a file that is taken out of its place.</summary>
/// <param name="Path">Where it belongs.</param>
/// <param name="Key">Of the file that was expected to come out.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="ModifiedTicks">Its time.</param>
/// <param name="Staged">Of the file that went in; empty where none did.</param>
internal sealed record DisplacementNote(LocalPath Path, LocalKey Key, long SizeBytes, long ModifiedTicks, LocalKey Staged)
{
    private const char Separator = ' ';
    private const int Fields = 7;

    public static DisplacementNote Of(LocalPath path, LocalEntry expected, LocalKey staged) =>
        new(path, expected.Key, expected.SizeBytes, expected.ModifiedTicks, staged);

    public static DisplacementNote? Parse(string text)
    {
        var parts = text.Split(Separator, Fields);
        return parts.Length == Fields
            && ulong.TryParse(parts[0], CultureInfo.InvariantCulture, out var inode) && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var born)
            && long.TryParse(parts[2], CultureInfo.InvariantCulture, out var size) && long.TryParse(parts[3], CultureInfo.InvariantCulture, out var modified)
            && ulong.TryParse(parts[4], CultureInfo.InvariantCulture, out var staged) && long.TryParse(parts[5], CultureInfo.InvariantCulture, out var stagedBorn)
            ? new DisplacementNote(new LocalPath(parts[6]), new LocalKey(inode, born), size, modified, new LocalKey(staged, stagedBorn))
            : null;
    }

    public LocalEntry Expected(string name) => new()
    {
        Key = Key,
        Name = name,
        Kind = LocalKind.File,
        SizeBytes = SizeBytes,
        ModifiedTicks = ModifiedTicks,
        ChangedTicks = 0,
        Executable = false,
    };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Key.Inode} {Key.BornTicks} {SizeBytes} {ModifiedTicks} {Staged.Inode} {Staged.BornTicks} {Path.Value}");
}
