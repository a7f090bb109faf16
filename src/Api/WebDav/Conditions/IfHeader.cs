using System.Collections.Immutable;
using FileStorage.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.WebDav.Conditions;

/// <summary>The If header (RFC 4918, 10.4): lists of which one must hold, with or without a resource before them.</summary>
internal sealed class IfHeader
{
    private const int MaxConditions = 200;

    public static readonly IfHeader None = new([]);

    private IfHeader(ImmutableArray<IfList> lists) => Lists = lists;

    public ImmutableArray<IfList> Lists { get; }

    /// <summary>Every token that the request brings, whatever is said of it.</summary>
    public IEnumerable<string> Tokens =>
        Lists.SelectMany(list => list.Conditions).Select(condition => condition.Token).OfType<string>();

    /// <exception cref="ProblemException">400: no If header.</exception>
    public static IfHeader Of(HttpContext context) =>
        context.Request.Headers["If"] is { Count: > 0 } header ? Parse(header.ToString()) : None;

    /// <inheritdoc cref="Of"/>
    public static IfHeader Parse(ReadOnlySpan<char> text)
    {
        var lists = ImmutableArray.CreateBuilder<IfList>();
        string? resource = null;
        var count = 0;
        for (text = text.Trim(); !text.IsEmpty; text = text.TrimStart())
        {
            switch (text[0])
            {
                case '<':
                    resource = Take(ref text, '>');
                    break;
                case '(':
                    var conditions = ParseList(ref text);
                    count += conditions.Length;
                    lists.Add(new IfList(resource, conditions));
                    break;
                default:
                    throw Malformed();
            }

            if (count > MaxConditions)
            {
                throw Problem.BadRequest($"An If header has at most {MaxConditions} conditions.");
            }
        }

        return lists.Count == 0 ? throw Malformed() : new IfHeader(lists.DrainToImmutable());
    }

    private static ImmutableArray<IfCondition> ParseList(ref ReadOnlySpan<char> text)
    {
        var conditions = ImmutableArray.CreateBuilder<IfCondition>();
        text = text[1..].TrimStart();
        while (!text.IsEmpty && text[0] != ')')
        {
            var isNegated = text.StartsWith("Not", StringComparison.OrdinalIgnoreCase);
            if (isNegated)
            {
                text = text[3..].TrimStart();
            }

            conditions.Add(text switch
            {
                ['<', ..] => new IfCondition(isNegated, Take(ref text, '>'), null),
                ['[', ..] => new IfCondition(isNegated, null, EtagOf(Take(ref text, ']'))),
                _ => throw Malformed(),
            });
            text = text.TrimStart();
        }

        if (text.IsEmpty || conditions.Count == 0)
        {
            throw Malformed();
        }

        text = text[1..];
        return conditions.DrainToImmutable();
    }

    private static string Take(ref ReadOnlySpan<char> text, char end)
    {
        var length = text.IndexOf(end);
        if (length < 0)
        {
            throw Malformed();
        }

        var taken = text[1..length].ToString();
        text = text[(length + 1)..];
        return taken;
    }

    private static string EtagOf(string quoted)
    {
        var etag = quoted.AsSpan().Trim();

        // A weak etag is no state that a write may depend on: no etag of ours holds a blank, so that it never matches.
        return etag.StartsWith("W/", StringComparison.Ordinal) ? " " : etag.Trim('"').ToString();
    }

    private static ProblemException Malformed() =>
        Problem.BadRequest("If reads [<ADDRESS>] ([Not] <TOKEN> [\"ETAG\"] …) …, as RFC 4918, 10.4 has it.");
}
