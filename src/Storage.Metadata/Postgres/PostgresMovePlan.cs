using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Which slots go from where to where, a few at a time.</summary>
internal static class PostgresMovePlan
{
    /// <param name="owners">The database of each slot.</param>
    /// <param name="databases">How many there are.</param>
    /// <param name="order">What is wanted.</param>
    /// <exception cref="MetadataException">It cannot be.</exception>
    public static List<(int From, int To, int[] Slots)> Of(IReadOnlyList<int> owners, int databases, PostgresMoveOrder order)
    {
        if (order.SlotsAtOnce is < 1 or > PostgresMoveOrder.MaxSlotsAtOnce)
        {
            throw new MetadataException($"1 to {PostgresMoveOrder.MaxSlotsAtOnce} slots can move at once.");
        }

        var moves = order.Slots is { } slots ? To(owners, databases, slots, order.Target) : Even(owners, databases);
        return
        [
            .. moves.GroupBy(static move => (move.From, move.To), static move => move.Slot).OrderBy(static group => group.Key)
                .SelectMany(group => group.Order().Chunk(order.SlotsAtOnce).Select(part => (group.Key.From, group.Key.To, part))),
        ];
    }

    private static IEnumerable<(int Slot, int From, int To)> To(IReadOnlyList<int> owners, int databases, IReadOnlyList<int> slots, int target)
    {
        if (target < 0 || target >= databases)
        {
            throw new MetadataException($"There is no PostgreSQL database {target}; they are 0 to {databases - 1}.");
        }

        if (slots.FirstOrDefault(static slot => slot is < 0 or >= MetadataSlots.Count) is not 0 and var wrong)
        {
            throw new MetadataException($"There is no slot {wrong}; they are 0 to {MetadataSlots.Count - 1}.");
        }

        return slots.Distinct().Where(slot => owners[slot] != target).Select(slot => (slot, owners[slot], target));
    }

    // The first ones have one more where it does not come out even.
    private static IEnumerable<(int Slot, int From, int To)> Even(IReadOnlyList<int> owners, int databases)
    {
        var owned = Enumerable.Range(0, databases).Select(number => new Stack<int>(Enumerable.Range(0, owners.Count).Where(slot => owners[slot] == number))).ToList();
        var shares = Enumerable.Range(0, databases).Select(number => (owners.Count + databases - 1 - number) / databases).ToList();
        var from = 0;
        for (var to = 0; to < databases; to++)
        {
            for (var lacking = shares[to] - owned[to].Count; lacking > 0; lacking--)
            {
                while (owned[from].Count <= shares[from])
                {
                    from++;
                }

                yield return (owned[from].Pop(), from, to);
            }
        }
    }
}
