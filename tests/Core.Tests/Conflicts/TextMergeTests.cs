using System.Text;
using FileStorage.Core.Conflicts;
using FsCheck;
using FsCheck.Fluent;

namespace FileStorage.Tests.Core.Tests.Conflicts;

public sealed class TextMergeTests
{
    /// <summary>Texts of few different lines, some without an end: full of repetitions, where merging goes wrong if anywhere.</summary>
    private static readonly Arbitrary<string> Texts = (
        from lines in Gen.ArrayOf(Gen.Elements("a\n", "b\n", "c\n", "d\r\n", "\n", "ü\n"))
        from tail in Gen.Elements("", "", "end", "a")
        select string.Concat(lines) + tail).ToArbitrary();

    [Fact]
    public void Edits_in_different_places_come_together()
    {
        Assert.Equal("A\nb\nc\nD\n", Merge("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n"));
        Assert.Equal("new\na\nb\nend\n", Merge("a\nb\n", "new\na\nb\n", "a\nb\nend\n"));
    }

    [Theory]
    [InlineData("a\n", "b\n", "c\n")]
    [InlineData("a\nb\n", "A\nb\n", "a\nB\n")]
    [InlineData("", "a\n", "b\n")]
    [InlineData("a\nb\nc\n", "a\nc\n", "a\nB\nc\n")]
    public void Edits_in_one_place_are_not_merged(string basis, string first, string second) =>
        Assert.Null(Merge(basis, first, second));

    [Fact]
    public void What_is_no_text_is_not_merged()
    {
        Assert.Null(TextMerge.TryMerge([0], [0], [0]));
        Assert.Null(TextMerge.TryMerge([0xff], [0xff], [0xff]));
        Assert.Null(TextMerge.TryMerge([], [], new byte[TextMerge.MaxBytes + 1]));
    }

    [Fact]
    public void A_large_text_with_a_few_edits_is_merged_and_a_new_one_is_not()
    {
        var lines = Enumerable.Range(0, 20_000).Select(index => $"line {index}\n").ToArray();
        var first = (string[])lines.Clone();
        var second = (string[])lines.Clone();
        var both = (string[])lines.Clone();
        for (var index = 0; index < 500; index++)
        {
            first[index * 4] = both[index * 4] = "first\n";
            second[(index * 4) + 2] = both[(index * 4) + 2] = "second\n";
        }

        Assert.Equal(string.Concat(both), Merge(string.Concat(lines), string.Concat(first), string.Concat(second)));
        Assert.Null(Merge(string.Concat(lines), string.Concat(lines.Select(line => "x" + line)), string.Concat(second)));
    }

    [Fact]
    public void One_edit_alone_is_the_result() => Check.QuickThrowOnFailure(Prop.ForAll(Texts, Texts, (basis, edit) =>
        Merge(basis, edit, basis) == edit && Merge(basis, basis, edit) == edit && Merge(basis, edit, edit) == edit));

    [Fact]
    public void The_order_of_the_edits_makes_no_difference() => Check.QuickThrowOnFailure(Prop.ForAll(Texts, Texts, Texts, (basis, first, second) =>
        Merge(basis, first, second) == Merge(basis, second, first)));

    [Fact]
    public void What_either_added_is_there_and_nothing_that_none_had() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Texts, Texts, Texts, (basis, first, second) =>
        {
            if (Merge(basis, first, second) is not { } merged)
            {
                return true;
            }

            var (inBasis, inFirst, inSecond, inMerged) = (Count(basis), Count(first), Count(second), Count(merged));
            return inMerged.Keys.Union(inFirst.Keys).Union(inSecond.Keys).All(line =>
            {
                var before = inBasis.GetValueOrDefault(line);
                var one = inFirst.GetValueOrDefault(line) - before;
                var other = inSecond.GetValueOrDefault(line) - before;
                var change = inMerged.GetValueOrDefault(line) - before;

                // Both may have made the very same change, which then counts once.
                return change >= Math.Min(one + other, Math.Min(one, other)) && change <= Math.Max(one + other, Math.Max(one, other));
            });
        }));

    [Fact]
    public void Edits_with_an_untouched_line_between_them_always_merge() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Texts, Texts, (above, below) =>
            Merge("one\nmiddle\ntwo\n", above + "\nmiddle\ntwo\n", "one\nmiddle\n" + below) == above + "\nmiddle\n" + below));

    private static Dictionary<string, int> Count(string text) =>
        text.Split('\n').GroupBy(line => line).ToDictionary(lines => lines.Key, lines => lines.Count());

    private static string? Merge(string basis, string first, string second) =>
        TextMerge.TryMerge(Encoding.UTF8.GetBytes(basis), Encoding.UTF8.GetBytes(first), Encoding.UTF8.GetBytes(second)) is { } merged
            ? Encoding.UTF8.GetString(merged)
            : null;
}
