using System.Globalization;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Postgres;

namespace FileStorage.Silo.Hosting;

/// <summary>The command that moves slots of the metadata between PostgreSQL databases while servers use them, and ends.</summary>
internal static class SlotMove
{
    public const string Command = "move-slots";

    private const int Failed = 1;
    private const int NotUnderstood = 2;
    private const int MostLines = 20;

    private const string Even = "--even";
    private const string Slots = "--slots=";
    private const string To = "--to=";
    private const string AtOnce = "--at-once=";

    private const string Usage = "filestorage: say move-slots --even, or move-slots --slots=FIRST-LAST --to=NUMBER; --at-once=COUNT slots are held up together.";

    /// <summary>The exit status: 0 where everything is where it was ordered, 1 where it is not, 2 where the order is none.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (Read(arguments) is not { } order)
        {
            await errors.WriteLineAsync(Usage);
            return NotUnderstood;
        }

        try
        {
            if (MetadataPlace.Postgres(Settings.Read([.. arguments.Where(static argument => !IsOrder(argument))])) is not { } postgres)
            {
                throw new MetadataException("The metadata is in SQLite, so that no slot can move.");
            }

            var told = 0;
            var owned = await PostgresSlotMover.MoveAsync(
                postgres,
                order,
                (moved, all) =>
                {
                    if (moved == all || (long)moved * MostLines / all > told)
                    {
                        told = (int)((long)moved * MostLines / all);
                        output.WriteLine($"{moved} of {all} slots have moved.");
                    }
                },
                CancellationToken.None);
            await output.WriteLineAsync(string.Join(", ", owned.Select(static (slots, number) => $"database {number} has {slots} slots")) + ".");
            return 0;
        }
        catch (Exception exception) when (StartFailure.Describe(exception, "move slots") is { } sentence)
        {
            await errors.WriteLineAsync(sentence);
            return Failed;
        }
    }

    private static bool IsOrder(string argument) => argument == Even
        || new[] { Slots, To, AtOnce }.Any(option => argument.StartsWith(option, StringComparison.Ordinal));

    private static PostgresMoveOrder? Read(string[] arguments)
    {
        var order = new PostgresMoveOrder();
        if (Find(arguments, AtOnce) is { } atOnce)
        {
            if (!TryNumber(atOnce, out var count))
            {
                return null;
            }

            order = order with { SlotsAtOnce = count };
        }

        return (arguments.Contains(Even), Find(arguments, Slots), Find(arguments, To)) switch
        {
            (true, null, null) => order,
            (false, { } slots, { } to) when TryRange(slots, out var range) && TryNumber(to, out var target) => order with { Slots = range, Target = target },
            _ => null,
        };
    }

    private static string? Find(string[] arguments, string option) =>
        arguments.LastOrDefault(argument => argument.StartsWith(option, StringComparison.Ordinal))?[option.Length..];

    private static bool TryRange(string text, out List<int> range)
    {
        const int MostNumbers = 4096;
        var parts = text.Split('-');
        range = [];
        if (parts.Length > 2 || !TryNumber(parts[0], out var first) || !TryNumber(parts[^1], out var last) || last < first || last - first >= MostNumbers)
        {
            return false;
        }

        range = [.. Enumerable.Range(first, last - first + 1)];
        return true;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
