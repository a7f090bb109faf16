using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>One statement of a batch: a statement of ours, or the same for many rows.</summary>
internal readonly record struct PostgresCommand(IReadOnlyList<SqlStatement> Rows)
{
    /// <summary>Statements of many writes that are side by side become one; of that at most so many rows.</summary>
    private const int MaxRows = 1_000;

    public bool HasMany => Rows.Count > 1;

    /// <summary>How many rows it must change, or null for any number.</summary>
    public int? Expected => Rows[0].Expect == Expect.ExactlyOne ? Rows.Count : null;

    /// <summary>The commands that carry out the writes, in their order; writes of one shape that follow each other together.</summary>
    public static List<PostgresCommand> Of(IReadOnlyList<MetadataWrite> writes, int first, int count)
    {
        var commands = new List<PostgresCommand>();
        var end = first + count;
        while (first < end)
        {
            var next = first + 1;
            while (next < end && next - first < MaxRows && HaveOneShape(writes[first], writes[next]))
            {
                next++;
            }

            if (next - first > 1)
            {
                AddTogether(commands, writes, first, next);
            }
            else
            {
                AddAlone(commands, writes[first]);
            }

            first = next;
        }

        return commands;
    }

    private static void AddTogether(List<PostgresCommand> commands, IReadOnlyList<MetadataWrite> writes, int first, int end)
    {
        for (var position = 0; position < writes[first].Statements.Count; position++)
        {
            var rows = new SqlStatement[end - first];
            for (var index = first; index < end; index++)
            {
                rows[index - first] = writes[index].Statements[position];
            }

            commands.Add(new PostgresCommand(rows));
        }
    }

    private static void AddAlone(List<PostgresCommand> commands, MetadataWrite write)
    {
        var statements = write.Statements;
        for (var first = 0; first < statements.Count;)
        {
            var next = first + 1;
            while (next < statements.Count && next - first < MaxRows && CanBeOne(statements[first], statements[next]))
            {
                next++;
            }

            commands.Add(new PostgresCommand([.. statements.Skip(first).Take(next - first)]));
            first = next;
        }
    }

    private static bool HaveOneShape(MetadataWrite one, MetadataWrite other)
    {
        if (one.Statements.Count != other.Statements.Count)
        {
            return false;
        }

        for (var position = 0; position < one.Statements.Count; position++)
        {
            if (!CanBeOne(one.Statements[position], other.Statements[position]))
            {
                return false;
            }
        }

        return one.Statements.Count > 0;
    }

    private static bool CanBeOne(SqlStatement one, SqlStatement other) =>
        one.Many is not null && ReferenceEquals(one.Many, other.Many) && one.Expect == other.Expect;
}
