using System.Runtime.InteropServices;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// Carries out many writes by few statements. What belongs to one lane keeps its order. What several lanes are to do next, each to its own
/// rows, becomes one statement for many rows; the rows of chunks, which lanes share, have one write under way at a time.
/// </summary>
internal static class PostgresWeave
{
    private const int MaxRows = 1_000;

    /// <summary>The commands that carry out the writes from <paramref name="first"/> on. A write without a lane has one of its own.</summary>
    public static List<PostgresCommand> Of(IReadOnlyList<MetadataWrite> writes, int first, int count)
    {
        var lanes = SplitByLane(writes, first, count).ConvertAll(static lane => new Queue<Step>(StepsOf(lane)));
        var commands = new List<PostgresCommand>();
        while (Next(lanes) is { } lane)
        {
            var rows = lane.Dequeue().Rows;
            if (rows[0].Many is not null)
            {
                AddOthers(rows, lane, lanes);
            }

            commands.Add(new PostgresCommand(rows));
        }

        return commands;
    }

    private static List<List<MetadataWrite>> SplitByLane(IReadOnlyList<MetadataWrite> writes, int first, int count)
    {
        var lanes = new List<List<MetadataWrite>>();
        var known = new Dictionary<Guid, List<MetadataWrite>>();
        for (var index = first; index < first + count; index++)
        {
            var write = writes[index];
            if (write.Lane is not { } id)
            {
                lanes.Add([write]);
                continue;
            }

            ref var lane = ref CollectionsMarshal.GetValueRefOrAddDefault(known, id, out _);
            if (lane is null)
            {
                lane = [];
                lanes.Add(lane);
            }

            lane.Add(write);
        }

        return lanes;
    }

    // What a lane has to do, in its order; writes of one shape that follow each other together.
    private static IEnumerable<Step> StepsOf(List<MetadataWrite> lane)
    {
        for (var first = 0; first < lane.Count;)
        {
            var end = first + 1;
            while (end < lane.Count && end - first < MaxRows && HaveOneShape(lane[first], lane[end]))
            {
                end++;
            }

            var steps = end - first > 1 ? Together(lane[first..end]) : Alone(lane[first]);
            foreach (var step in steps)
            {
                yield return step;
            }

            first = end;
        }
    }

    private static IEnumerable<Step> Together(List<MetadataWrite> writes)
    {
        for (var position = 0; position < writes[0].Statements.Count; position++)
        {
            var statement = position;
            yield return new Step(writes[0].Stage, writes.ConvertAll(write => write.Statements[statement]));
        }
    }

    private static IEnumerable<Step> Alone(MetadataWrite write)
    {
        var statements = write.Statements;
        for (var first = 0; first < statements.Count;)
        {
            var rows = new List<SqlStatement> { statements[first] };
            while (first + rows.Count < statements.Count && rows.Count < MaxRows && CanBeOne(rows[0], statements[first + rows.Count]))
            {
                rows.Add(statements[first + rows.Count]);
            }

            yield return new Step(write.Stage, rows);
            first += rows.Count;
        }
    }

    // The lane that has got least far and has most left goes first, so that the others can join it.
    private static Queue<Step>? Next(List<Queue<Step>> lanes) =>
        lanes.Where(static lane => lane.Count > 0).MinBy(static lane => (lane.Peek().Stage, -lane.Count));

    private static void AddOthers(List<SqlStatement> rows, Queue<Step> own, List<Queue<Step>> lanes)
    {
        foreach (var lane in lanes)
        {
            if (lane != own && lane.TryPeek(out var step) && CanBeOne(rows[0], step.Rows[0]) && rows.Count + step.Rows.Count <= MaxRows)
            {
                rows.AddRange(lane.Dequeue().Rows);
            }
        }
    }

    private static bool HaveOneShape(MetadataWrite one, MetadataWrite other)
    {
        if (one.Stage != other.Stage || one.Statements.Count != other.Statements.Count)
        {
            return false;
        }

        for (var position = 0; position < one.Statements.Count; position++)
        {
            if (one.Statements[position].IsOncePerLane || !CanBeOne(one.Statements[position], other.Statements[position]))
            {
                return false;
            }
        }

        return one.Statements.Count > 0;
    }

    private static bool CanBeOne(SqlStatement one, SqlStatement other) =>
        one.Many is not null && ReferenceEquals(one.Many, other.Many) && one.Expect == other.Expect;

    /// <param name="Stage">Of the write.</param>
    /// <param name="Rows">The statements, which can be one where they are several.</param>
    private readonly record struct Step(WriteStage Stage, List<SqlStatement> Rows);
}
