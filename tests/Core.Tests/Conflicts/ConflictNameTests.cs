using System.Text;
using FileStorage.Core.Conflicts;
using FileStorage.Core.Names;

namespace FileStorage.Tests.Core.Tests.Conflicts;

public sealed class ConflictNameTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    [Theory]
    [InlineData("report.txt", "laptop", false, 1, "report (conflict from laptop 2026-11-22).txt")]
    [InlineData("report.txt", "laptop", false, 3, "report (conflict from laptop 2026-11-22 3).txt")]
    [InlineData("photos.d", "laptop", true, 1, "photos.d (conflict from laptop 2026-11-22)")]
    [InlineData(".profile", "laptop", false, 1, ".profile (conflict from laptop 2026-11-22)")]
    [InlineData("README", "Anna's Mac/Book", false, 1, "README (conflict from Anna's Mac-Book 2026-11-22)")]
    [InlineData("README", " ", false, 1, "README (conflict from device 2026-11-22)")]
    public void A_name_says_the_device_and_the_day(string name, string device, bool isFolder, int attempt, string expected) =>
        Assert.Equal(expected, ConflictName.Of(name, device, Day, isFolder, attempt));

    [Theory]
    [InlineData("a")]
    [InlineData("ü")]
    [InlineData("語")]
    [InlineData("😀")]
    public void A_long_name_is_cut_between_characters_and_stays_valid(string character)
    {
        var stem = string.Concat(Enumerable.Repeat(character, (EntryName.MaxBytes - 4) / Encoding.UTF8.GetByteCount(character)));

        var name = ConflictName.Of(stem + ".txt", new string('d', 300), Day, isFolder: false, attempt: 12);

        Assert.Equal(NameProblem.None, EntryName.TryNormalize(name, out var normalized));
        Assert.Equal(normalized, name);
        Assert.EndsWith(" 2026-11-22 12).txt", name, StringComparison.Ordinal);
    }
}
