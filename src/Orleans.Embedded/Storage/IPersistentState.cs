using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A stored document that is injected into a grain's constructor and read before the grain is activated.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
