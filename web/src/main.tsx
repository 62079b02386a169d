/** Where the console begins. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { Problem } from "./api.ts";
import { App, theme } from "./app.tsx";
import { begin } from "./begin.ts";
import { takeSecret } from "./pages/first.tsx";
import { takeAnswer } from "./pages/signed-in.tsx";
import { TellProvider } from "./parts/tell.tsx";
import { RouterProvider } from "./router.tsx";
import "./style/base.css";
import "./style/parts.css";
import "./style/queue.css";
import "./style/case.css";
import "./style/drawer.css";
import "./style/timeline.css";
import "./style/hunt.css";
import "./style/graph.css";

takeSecret();
takeAnswer();

const dress = () => {
  document.documentElement.dataset.theme = theme.get();
};
theme.listen(dress);
dress();

const triesMost = 3;
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refused it refuses again; what did not come through may.
      retry: (failures, error) =>
        failures < triesMost && (!(error instanceof Problem) || error.status === 0 || error.status >= 502),
      staleTime: 5_000,
      refetchOnWindowFocus: false,
    },
  },
});

begin(queries, location);

const root = document.getElementById("root");
if (root !== null)
  createRoot(root).render(
    <QueryClientProvider client={queries}>
      <RouterProvider>
        <TellProvider>
          <App />
        </TellProvider>
      </RouterProvider>
    </QueryClientProvider>,
  );
