namespace Orleans.Core;

/// <summary>One stored document of a grain.</summary>
public interface IStorage<TState> : IStorage
{
    TState State { get; set; }
}
