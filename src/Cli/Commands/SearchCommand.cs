using System.CommandLine;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Search;
using FileStorage.Client.Search;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

internal static class SearchCommand
{
    public static readonly Subcommand Definition = new(
        "search",
        "Find files and folders by name and by what is in them",
        """
        filestorage search budget
        filestorage search --content '"annual report" 2026'
        filestorage search --name holiday --type image --newer 1y
        filestorage search invoice --in /papers --larger 1MB --json
        """,
        Build);

    private static readonly Argument<string[]> Words = new("QUERY")
    {
        Description = "Words that must all be there; \"a phrase\" in quotes; word* for its beginning",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> Name = new("--name") { Description = "Look at names only" };
    private static readonly Option<bool> Content = new("--content") { Description = "Look at contents only" };
    private static readonly Option<string?> Type = new("--type")
    {
        Description = "Ends of names (pdf,docx), or image, audio, video, document; or file, or folder",
        HelpName = "TYPE",
    };

    private static readonly Option<string?> Larger = new("--larger") { Description = "At least this large", HelpName = "SIZE" };
    private static readonly Option<string?> Smaller = new("--smaller") { Description = "At most this large", HelpName = "SIZE" };
    private static readonly Option<string?> Newer = new("--newer") { Description = "Changed since (7d, 2w, 2026-11-22)", HelpName = "AGE" };
    private static readonly Option<string?> Older = new("--older") { Description = "Not changed since (7d, 2w, 2026-11-22)", HelpName = "AGE" };
    private static readonly Option<string?> In = new("--in") { Description = "Below this folder", HelpName = "FOLDER" };
    private static readonly Option<string?> Owner = new("--owner") { Description = "What belongs to this account (me, or an id)", HelpName = "ACCOUNT" };
    private static readonly Option<bool> Trash = new("--trash") { Description = "What is in the trash" };
    private static readonly Option<int> Limit = new("--limit") { Description = "Most hits", HelpName = "N", DefaultValueFactory = _ => 50 };

    private static void Build(Command command)
    {
        command.Add(Words);
        foreach (Option option in (Option[])[Name, Content, Type, Larger, Smaller, Newer, Older, In, Owner, Trash, Limit])
        {
            command.Add(option);
        }

        command.Run(async (context, cancellationToken) =>
        {
            var query = QueryOf(context.Arguments);
            await using var session = await context.OpenAsync(cancellationToken);
            var left = Math.Max(1, context.Arguments.GetValue(Limit));
            var isFirst = true;
            while (true)
            {
                var page = await session.Client.SearchAsync(query with { Limit = Math.Min(left, 200) }, cancellationToken);
                if (isFirst)
                {
                    Tell(context.Output, page.Behind);
                }

                foreach (var hit in page.Hits)
                {
                    Show(context.Output, hit);
                }

                isFirst = false;
                left -= page.Hits.Count;
                if (page.Next is null || left <= 0)
                {
                    return;
                }

                query = query with { After = page.Next };
            }
        });
    }

    private static SearchQuery QueryOf(ParseResult arguments)
    {
        var (names, contents) = (arguments.GetValue(Name), arguments.GetValue(Content));
        try
        {
            var now = TimeProvider.System.GetUtcNow();
            return new SearchQuery
            {
                Text = string.Join(' ', arguments.GetValue(Words) ?? []),
                In = names == contents ? null : names ? "name" : "content",
                Type = arguments.GetValue(Type),
                MinSize = arguments.GetValue(Larger) is { } larger ? Sizes.Parse(larger) : null,
                MaxSize = arguments.GetValue(Smaller) is { } smaller ? Sizes.Parse(smaller) : null,
                ModifiedAfter = arguments.GetValue(Newer) is { } newer ? Ages.Parse(newer, now) : null,
                ModifiedBefore = arguments.GetValue(Older) is { } older ? Ages.Parse(older, now) : null,
                Folder = arguments.GetValue(In) is { } folder ? Guid.TryParse(folder, out _) ? folder : RemotePaths.Parse(folder) : null,
                Owner = arguments.GetValue(Owner),
                Trashed = arguments.GetValue(Trash),
            };
        }
        catch (FormatException exception)
        {
            throw new CommandException(exception.Message, ExitStatus.Usage);
        }
    }

    private static void Show(Output output, SearchHitBody hit)
    {
        if (output.Json)
        {
            output.Object(hit, ContractsJsonContext.Default.SearchHitBody);
            return;
        }

        output.Item(hit.Item, hit.Item.Path ?? hit.Item.Name, hit.Item.Path ?? hit.Item.Name, details: false);
        if (hit.Snippet is { } snippet)
        {
            output.Line("    " + Marked(snippet));
        }
    }

    /// <summary>The snippet with its words in brackets.</summary>
    private static string Marked(SnippetBody snippet)
    {
        var text = snippet.Text;
        foreach (var mark in snippet.Marks.OrderByDescending(mark => mark.Start))
        {
            text = text.Insert(mark.Start + mark.Length, "]").Insert(mark.Start, "[");
        }

        return text;
    }

    private static void Tell(Output output, SearchLagBody behind)
    {
        if (behind is { Changes: 0, Contents: 0 })
        {
            return;
        }

        var changes = behind.Changes is { } count ? $"{count} changes" : "everything";
        output.Note($"The index is behind: {changes} and {behind.Contents} contents are still to be indexed, for {behind.Seconds} s.");
    }
}
