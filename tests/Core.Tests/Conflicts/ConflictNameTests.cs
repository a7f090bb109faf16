using System.Text;
using FileStorage.Core.Conflicts;
using FileStorage.Core.Names;
using FsCheck;
using FsCheck.Fluent;

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

    [Fact]
    public void Whatever_the_name_and_the_device_it_is_a_name_and_each_attempt_another() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Words, Words, Gen.Choose(1, 200).ToArbitrary(), (given, device, attempt) =>
        {
            if (EntryName.TryNormalize(given, out var name) is not NameProblem.None)
            {
                return true;
            }

            var conflict = ConflictName.Of(name, device, Day, isFolder: attempt % 2 == 0, attempt);
            return EntryName.TryNormalize(conflict, out var normalized) is NameProblem.None
                && normalized == conflict
                && conflict != ConflictName.Of(name, device, Day, isFolder: attempt % 2 == 0, attempt + 1);
        }));

    /// <summary>Long and short, with dots, slashes, accents that compose, and characters beyond 16 bits.</summary>
    private static Arbitrary<string> Words =>
        Gen.ArrayOf(Gen.Elements("a", ".", "..", "e\u0301", "\u0301", "/", "\0", "\n", " ", "😀", "長い名前", new string('x', 100)))
            .Select(string.Concat).ToArbitrary();
}
